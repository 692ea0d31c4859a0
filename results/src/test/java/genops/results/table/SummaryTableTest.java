package genops.results.table;

import static genops.results.TestDocuments.document;
import static genops.results.TestDocuments.measured;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.TestDocuments;
import genops.results.document.Measurement;
import genops.results.statistics.Samples;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorType;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryTableTest {
    private static final Operator LARGE = linear("m1000_n1000_k1000");
    private static final Operator SMALL = linear("m100_n1000_k1000");

    private static Operator linear(String text) {
        return OperatorType.LINEAR.parse(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "linear; m64_n8_k8; linear, m ≥ 64", "linear; m63_n8_k8; linear, 4 < m < 64", "linear; m4_n8_k8; linear, m ≤ 4",
        "convolution; n1_c4_h4_w4_o4_r3x3_s1_p1; convolution, 3×3 stride 1",
        "convolution; n1_c4_h4_w4_o4_r3x3_s2_p1; convolution, others", "convolution; n1_c4_h4_w4_o4_r1x1_s1_p0; convolution, others",
        "temporalConvolution; n8_c4_t4_o4_r3_s1_p1; convolution, others",
        "attention; b1_h1_q256_k8_d64; attention, prefill-like, q ≥ 256, head dim ≥ 64",
        "attention; b1_h1_q256_k8_d40; attention, prefill-like, q ≥ 256, head dim < 64",
        "attention; b1_h1_q255_k255_d64; attention, prefill-like, q < 256", "attention; b1_h1_q9_k64_d64; attention, prefill-like, q < 256",
        "attention; b1_h1_q1_k8_d64; attention, decode-like", "attention; b1_h1_q8_k9_d64; attention, decode-like",
        "attention; b1_h1_q128_k128_d64; attention, short sequences", "attention; b1_h1_q1_k1_d64; attention, short sequences",
        "temporalAttention; x9_t16_h1_d64; attention, short sequences",
        "temporalAttention; x9_t256_h1_d40; attention, prefill-like, q ≥ 256, head dim < 64",
        "softmax; m8_c8; normalisation", "add; e8; elementwise"})
    void everyShapeHasItsClass(String operator, String shape, String label) {
        assertEquals(label, ShapeClass.of(OperatorType.of(operator).parse(shape)).label());
    }

    /** 2 and 0.5 times the vendor's fastest: 1 in the mean; 20 and 2 ms for what takes 20 and 2 ms at 100 GFLOP/s and the half: 71 %. */
    @Test
    void ratiosAreGeometricMeansOverTheFastestVendor() {
        String text = SummaryTable.of(document(measured(LARGE, "vector/gemm", 20e6), measured(LARGE, "onednn/matmul", 40e6),
                measured(LARGE, "openblas/sgemm", 50e6), measured(SMALL, "vector/gemm", 4e6), measured(SMALL, "openblas/sgemm", 2e6)));
        assertEquals("""
                geometric means over shapes
                class           kernel       threads  shapes   over vendor      smallest  at                     of ceiling
                --------------  -----------  -------  ------  ------------  ------------  -----------------  -------------
                linear, m ≥ 64  vector/gemm        2  2 of 2  1.00× ± 1.1%  0.50× ± 1.6%  m100_n1000_k1000   70.7% ± 0.6

                """.replaceAll("[ -]+", " "), text.replaceAll("[ -]+", " "));
    }

    /** The vendor has the large one alone: the share of the ceiling, 100 % there and 50 % at the small one, is of the large one too. */
    @Test
    void allMeansOfARowAreOverTheSameShapes() {
        String text = SummaryTable.of(document(measured(LARGE, "vector/gemm", 20e6), measured(LARGE, "onednn/matmul", 40e6),
                measured(SMALL, "vector/gemm", 4e6)));
        String row = row(text, "vector/gemm", 2).replaceAll(" +", " ");
        assertTrue(row.contains(" vector/gemm 2 1 of 2 2.00× ± "), row);
        assertTrue(row.contains(" 100.0% ± "), row);
    }

    @Test
    void theFastestKernelStandsAboveTheOthersAndThreadsAreCompared() {
        String text = SummaryTable.of(document(
                measured(LARGE, "vector/a", 1, 40e6), measured(LARGE, "vector/a", 2, 20e6),
                measured(LARGE, "vector/b", 1, 30e6), measured(LARGE, "vector/b", 2, 30e6),
                measured(SMALL, "vector/a", 1, 4e6), measured(SMALL, "vector/a", 2, 2e6)));
        assertFalse(text.contains("vendor"), text);
        assertTrue(row(text, "fastest", 2).endsWith("1.73× ± 1.1%"), text);
        assertTrue(row(text, "vector/a", 2).endsWith("2.00× ± 1.1%"), text);
        assertTrue(row(text, "vector/b", 2).endsWith("1.00× ± 1.6%"), text);
        assertTrue(row(text, "vector/a", 1).endsWith(Numbers.NONE), text);
    }

    /** Relative errors of one steady fork each, 8.4 %, over two shapes: their root of squares over two. */
    @Test
    void errorsOfTimesArePropagated() {
        double[][] first = {{20e6, 20e6}};
        double[][] second = {{2e6, 2e6}};
        double each = Samples.estimate(first).relativeError();
        String text = SummaryTable.of(document(measured(LARGE, "vector/gemm", first), measured(SMALL, "vector/gemm", second)));
        assertTrue(row(text, "vector/gemm", 2).endsWith(String.format(Locale.ROOT, "100.0%% ± %.1f", 100 * each / Math.sqrt(2))), text);
    }

    /** Rounds that slow down by 10 for both cancel; of times they would be ratios of the fastest quarters. */
    @Test
    void kernelsThatTookTurnsAreComparedRoundByRound() {
        String text = SummaryTable.of(document(
                inTurns(measured(LARGE, "vector/gemm", new double[][] {{20e6, 200e6, 20e6}})),
                inTurns(measured(LARGE, "onednn/matmul", new double[][] {{40e6, 400e6, 42e6}})),
                measured(SMALL, "vector/gemm", 2e6)));
        assertTrue(row(text, "vector/gemm", 2).contains(" 2.00× ± "), text);
        assertFalse(text.contains("2.00× ± 12"), text);
    }

    private static Measurement inTurns(Measurement m) {
        return TestDocuments.inTurns(m, "t1", new double[0][]);
    }

    @Test
    void oneShapeNeedsNoSummary() {
        assertEquals("", SummaryTable.of(document(measured(LARGE, "vector/gemm", 20e6), measured(LARGE, "onednn/matmul", 20e6))));
    }

    private static String row(String text, String kernel, int threads) {
        return text.lines().filter(l -> l.matches(".* " + kernel + " +" + threads + " .*")).findFirst().orElseThrow();
    }
}
