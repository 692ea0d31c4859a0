package genops.results.table;

import static genops.results.TestDocuments.document;
import static genops.results.TestDocuments.failed;
import static genops.results.TestDocuments.inTurns;
import static genops.results.TestDocuments.measured;
import static genops.results.TestDocuments.onDevice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.document.Library;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.Status;
import genops.results.statistics.Estimate;
import genops.shapes.operator.Attention;
import genops.shapes.operator.Convolution;
import genops.shapes.operator.Linear;
import java.util.List;
import org.junit.jupiter.api.Test;

class TablesTest {

    @Test
    void columnsAreAligned() {
        String text = new TextTable("name", ">µs").row("a", "1.5").row("longer", "10").toString();
        assertEquals("name     µs\n------  ---\na       1.5\nlonger   10\n", text);
        assertThrows(IllegalArgumentException.class, () -> new TextTable("a").row("1", "2"));
    }

    @Test
    void numbersHaveThreeFiguresAndAPrefix() {
        assertEquals("12.3 ms", Numbers.time(12.345e6));
        assertEquals("1.00 µs", Numbers.time(999.9));
        assertEquals("5400 s", Numbers.time(5.4e12));
        assertEquals("2.00 ns ± 5.0%", Numbers.time(new Estimate(2, 0.1)));
        assertEquals("2.00 ns ± ?", Numbers.time(new Estimate(2, Double.POSITIVE_INFINITY)));
        assertEquals("2.00 ns ± >100%", Numbers.time(new Estimate(2, 250)));
        assertEquals("1.94×", Numbers.ratio(1.937));
        assertEquals("44.0% ± >100", Numbers.percent(new Estimate(0.44, 3)));
        assertEquals("44.0%", Numbers.percent(0.44));
        assertEquals("1.50 GiB", Numbers.bytes(1.5 * (1L << 30)));
        assertEquals("0.00123", Numbers.significant(0.001234));
        assertEquals("0", Numbers.significant(0));
    }

    @Test
    void aMeasurementIsShownWithItsRateItsCeilingAndItsSpeedups() {
        Attention attention = new Attention(1, 1, 1000, 1000, 100);
        String text = MeasurementTables.of(document(
                measured(attention, "vector/unfused", 16e6),
                measured(attention, "vector/flash", 8e6),
                measured(attention, "onednn/sdpa", 4e6),
                measured(new Linear(1, 1000, 1000, false), "vector/gemm", 801.6e3),
                failed(attention, "user/flash", Status.UNSUPPORTED, "head dim 100")));
        // 4·10⁸ FLOPs in 8 ms are 50 GFLOP/s of 100
        assertTrue(text.contains("vector/flash          2  8.00 ms ± 1.1%  50.0 GFLOP/s       50.0%  2.00× ± 1.6%  0.50× ± 1.6%"), text);
        assertTrue(text.contains("802 µs ± 1.1%  5.00 GB/s"), text);
        assertTrue(text.lines().anyMatch(l -> l.matches("b1_h1_q1000_k1000_d100 +prefill-like +user/flash .*")), text);
        assertTrue(text.lines().anyMatch(l -> l.matches("m1_n1000_k1000 +vector/gemm .*")), text);
        assertTrue(text.contains("unsupported: attention b1_h1_q1000_k1000_d100 user/flash: head dim 100"), text);
    }

    @Test
    void attentionSaysWhatItsKernelsNeedBesideTheTensors() {
        Attention attention = new Attention(1, 1, 1000, 1000, 100);
        Measurement unfused = measured(attention, "vector/unfused", 16e6);
        String text = MeasurementTables.of(document(needing(unfused, 5L << 20), needing(measured(attention, "vector/flash", 8e6), 0)));
        assertTrue(text.contains("beside tensors"), text);
        assertTrue(text.lines().anyMatch(l -> l.contains("vector/unfused") && l.endsWith("5.00 MiB")), text);
        assertTrue(text.lines().anyMatch(l -> l.contains("vector/flash") && !l.contains("iB")), text);
        assertFalse(MeasurementTables.of(document(unfused)).contains("beside tensors"), "an older run did not say");
    }

    @Test
    void aFactorOnTheToleranceIsSaidWithItsErrorAndItsReason() {
        Convolution small = new Convolution(1, 4, 8, 8, 4, 3, 3, 1, 1);
        Convolution large = new Convolution(1, 4, 16, 16, 4, 3, 3, 1, 1);
        String text = MeasurementTables.of(document(
                measured(small, "vector/direct", 8e3).withVerification(7, 1, "", 0.5),
                measured(small, "vector/winograd", 5e3).withVerification(7, 2, "transforms amplify", 0.5),
                measured(large, "vector/winograd", 9e3).withVerification(7, 2, "transforms amplify", 0.5)));
        assertTrue(text.contains("factor 2.00 on the tolerance: convolution vector/winograd: error 1.0e-07 at " + small.text()
                + ", 1.0e-05 allowed: transforms amplify\n"), text);
        assertEquals(1, text.lines().filter(l -> l.startsWith("factor ")).count(), text);
    }

    private static Measurement needing(Measurement m, long bytes) {
        return new Measurement(m.operator(), m.shape(), m.kernel(), m.precision(), m.threads(), m.flops(), m.bytes(), m.status(),
                m.reason(), m.nanoseconds(), m.deviceNanoseconds(), m.launches(), m.error(), m.tolerance(), m.command(), m.turns(), m.foreign(), bytes);
    }

    @Test
    void aDevicesTimeStandsBesideTheHostsAndItsLaunches() {
        Linear shape = new Linear(1, 1000, 1000, false);
        String text = MeasurementTables.of(document(measured(shape, "vector/gemv", 801.6e3), onDevice(shape, "cuda/gemv", 10e3, 25e3, 3)));
        assertTrue(text.lines().anyMatch(l -> l.matches(".* cuda/gemv +device +10.0 µs ± 1.1% .* 25.0 µs ± 1.1% +3")), text);
        assertTrue(text.lines().anyMatch(l -> l.matches(".* vector/gemv +2 +802 µs .*%")), text);
    }

    @Test
    void aCaseWithoutATimeStandsInItsRowAndItsReasonIsSaidOnce() {
        Linear shape = new Linear(1, 1000, 1000, false);
        String reason = "no NVIDIA driver";
        String text = MeasurementTables.of(document(measured(shape, "vector/gemv", 801.6e3),
                failed(shape, "cuda/gemv", Status.NOT_AVAILABLE, reason), failed(shape, "cuda/gemm", Status.NOT_AVAILABLE, reason),
                failed(shape, "onednn/matmul", Status.INTERRUPTED, "the run was interrupted")));
        assertTrue(text.lines().anyMatch(l -> l.matches("m1_n1000_k1000 +cuda/gemv .* not available")), text);
        assertTrue(text.contains("not available: 2 cases of cuda/gemv, cuda/gemm: no NVIDIA driver\n"), text);
        assertEquals(1, text.lines().filter(l -> l.contains("onednn/matmul")).count(), text);
    }

    @Test
    void severalNumbersOfThreadsAreComparedWithTheFewest() {
        Linear shape = new Linear(1000, 1000, 1000, false);
        String text = MeasurementTables.of(document(measured(shape, "vector/gemm", 1, 20e6), measured(shape, "vector/gemm", 2, 11e6)));
        assertTrue(text.contains("over 1 thread\n"), text);
        assertTrue(text.lines().anyMatch(l -> l.contains("vector/gemm        2") && l.endsWith("1.82× ± 1.6%")), text);
        assertTrue(text.lines().anyMatch(l -> l.contains("vector/gemm        1") && !l.contains("×")), text);
    }

    @Test
    void aTimeInDoubtIsMarkedAndTheReasonsStandBelow() {
        Linear shape = new Linear(1000, 1000, 1000, false);
        String text = MeasurementTables.of(document(measured(shape, "vector/gemm", 20e6),
                measured(shape, "vector/slow", new double[][] {{20e6, 20e6}, {162e6, 162e6}}),
                measured(shape, "vector/slower", new double[][] {{30e6, 30e6}, {3000e6, 30e9}}),
                measured(shape, "vector/torn", new double[][] {{20e6, 50e6, 60e6}, {20e6, 20e6, 21e6}})));
        assertTrue(text.lines().anyMatch(l -> l.matches("m1000_n1000_k1000 +vector/slow +2 +~20.0 ms ± .*")), text);
        assertTrue(text.lines().anyMatch(l -> l.matches("m1000_n1000_k1000 +vector/gemm +2 +20.0 ms ± .*")), text);
        assertTrue(text.endsWith("""
                in doubt (~): forks disagree: 2 cases, the worst: linear m1000_n1000_k1000 vector/slower: \
                fork 2 took 100 times as long as fork 1
                in doubt (~): iterations differ: 1 case: linear m1000_n1000_k1000 vector/torn: \
                2 of 6 iterations took more than twice the fastest of their fork
                """), text);
    }

    @Test
    void aRatioToALibraryThatWasHeldBackIsMarkedInEveryTable() {
        Linear one = new Linear(1000, 1000, 1000, false);
        Linear two = new Linear(2000, 1000, 1000, false);
        RunDocument run = document(measured(one, "vector/gemm", 10e6), measured(one, "onednn/matmul", 20e6), measured(one, "openblas/sgemm", 30e6),
                measured(two, "vector/gemm", 20e6), measured(two, "onednn/matmul", 40e6));
        assertFalse(MeasurementTables.of(run).contains("!"));
        String text = MeasurementTables.of(run.on(run.machine().beside(List.of(new Library("onednn", "oneDNN", ""),
                new Library("openblas", "OpenBLAS", "OPENBLAS_CORETYPE=Haswell")), List.of())));
        assertTrue(text.lines().anyMatch(l -> l.startsWith("m1000_") && l.contains("vector/gemm") && l.contains(" !2.00× ±")), text);
        assertTrue(text.lines().anyMatch(l -> l.startsWith("m2000_") && l.contains("vector/gemm") && l.contains(" 2.00× ±")), text);
        assertTrue(text.lines().anyMatch(l -> l.contains(" 2  !2.00× ±")), text);
        assertTrue(text.contains("held back (!): openblas by OPENBLAS_CORETYPE=Haswell: ratios to a vendor say nothing about its library by itself\n"),
                text);
    }

    @Test
    void theSpeedUpOfKernelsThatTookTurnsIsThatOfTheirRounds() {
        Attention attention = new Attention(1, 1, 1000, 1000, 100);
        String text = MeasurementTables.of(document(
                inTurns(measured(attention, "vector/unfused", new double[][] {{16e6, 160e6, 18e6}}), "t1", new double[0][]),
                inTurns(measured(attention, "vector/flash", new double[][] {{8e6, 80e6, 8e6}}), "t1", new double[0][])));
        assertTrue(text.lines().anyMatch(l -> l.matches(".*vector/flash +2 +~8.00 ms ± .* 2.00× ± [89]\\.\\d%")), text);
    }
}
