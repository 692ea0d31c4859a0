package genops.results.statistics;

import static genops.results.TestDocuments.inTurns;
import static genops.results.TestDocuments.measured;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.document.Measurement;
import genops.shapes.operator.Attention;
import genops.shapes.operator.Linear;
import genops.shapes.operator.Operator;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedRatioTest {
    private static final Operator SHAPE = new Linear(8, 8, 8, false);
    private static final double[][] UNKNOWN = {};

    private static Measurement turns(String word, double[]... processes) {
        return inTurns(measured(SHAPE, "vector/gemm", processes), word, UNKNOWN);
    }

    @Test
    void whatTookTurnsAtOneShapeIsPaired() {
        Measurement a = turns("t1", new double[] {1, 2}, new double[] {3});
        assertTrue(PairedRatio.paired(a, turns("t1", new double[] {5, 6}, new double[] {7})));
        assertFalse(PairedRatio.paired(a, turns("t2", new double[] {5, 6}, new double[] {7})));
        assertFalse(PairedRatio.paired(a, turns("t1", new double[] {5, 6})));
        assertFalse(PairedRatio.paired(a, turns("t1", new double[] {5, 6}, new double[] {7, 8})));
        assertFalse(PairedRatio.paired(turns("", new double[] {1}), turns("", new double[] {1})));
        assertFalse(PairedRatio.paired(a, inTurns(measured(new Linear(8, 8, 9, false), "vector/gemm", a.nanoseconds()), "t1", UNKNOWN)));
    }

    @Test
    void whatSlowsBothValuesOfARoundCancels() {
        Estimate ratio = PairedRatio.of(turns("t1", new double[] {30, 300, 3000}), turns("t1", new double[] {10, 100, 1000}));
        assertEquals(3, ratio.value(), 1e-12);
        // a process: t of 4 degrees of freedom is 2.776; three rounds that agree: half of 2 %, by √2, times 1.2533 over √3
        assertEquals(2.776 * Math.hypot(0.0144, 0.02 / Math.sqrt(2) * 1.2533 / Math.sqrt(3)), ratio.relativeError(), 1e-3);
    }

    @Test
    void attentionDiffersTwiceAsMuchFromProcessToProcess() {
        Attention shape = new Attention(1, 1, 8, 8, 8);
        double[][] many = new double[1][1000];
        Arrays.fill(many[0], 5);
        Estimate ratio = PairedRatio.of(inTurns(measured(shape, "vector/unfused", many), "t", UNKNOWN),
                inTurns(measured(shape, "vector/flash", many), "t", UNKNOWN));
        assertEquals(0.08, ratio.relativeError(), 1e-3);
    }

    @Test
    void roundsInWhichOneOfTheTwoWasDisturbedAreDropped() {
        Measurement a = turns("t", new double[] {10, 10, 40, 40, 40, 40});
        Measurement b = turns("t", new double[] {10, 10, 10, 10, 10, 10});
        assertEquals(4, PairedRatio.of(a, b).value(), 1e-12);
        double[][] shares = {{0, 0, 0.5, 0.5, 0.5, 0.5}};
        double[][] none = {{0, 0, 0, 0, 0, 0}};
        assertEquals(1, PairedRatio.of(inTurns(a, "t", none), inTurns(b, "t", shares)).value(), 1e-12);
        assertEquals(1, PairedRatio.of(inTurns(a, "t", shares), b).value(), 1e-12);
    }

    @Test
    void withoutTurnsItIsTheRatioOfTheTimes() {
        Measurement a = turns("", new double[] {30, 31});
        Measurement b = turns("", new double[] {10, 10});
        assertEquals(Samples.estimate(a).over(Samples.estimate(b)), PairedRatio.of(a, b));
    }

    @Test
    void oneProcessThatIsFarOffDoesNotDecide() {
        Estimate ratio = PairedRatio.of(turns("t", new double[] {20, 20}, new double[] {20.4, 20.4}, new double[] {500, 500}),
                turns("t", new double[] {10, 10}, new double[] {10, 10}, new double[] {10, 10}));
        assertEquals(2.04, ratio.value(), 1e-12);
        assertTrue(ratio.relativeError() < 0.08, "" + ratio);
    }

    /**
     * A machine whose speed wanders by a factor of two, common to both values of a round; each value has noise of 1.5 %, one in forty is
     * disturbed by up to 3, and processes differ by 1.4 %.
     */
    @ParameterizedTest
    @CsvSource({"1, 7", "1, 21", "2, 9", "3, 9", "3, 21"})
    void theIntervalCoversThoughTheMachineWanders(int processes, int rounds) {
        SplittableRandom random = new SplittableRandom(19);
        int covered = 0;
        double squares = 0;
        double halfWidths = 0;
        int times = 2000;
        for (int i = 0; i < times; i++) {
            double truth = Math.exp(random.nextDouble() - 0.5);
            double[][] a = new double[processes][rounds];
            double[][] b = new double[processes][rounds];
            for (int p = 0; p < processes; p++) {
                double process = 0.014 * random.nextGaussian();
                double phase = 6.28 * random.nextDouble();
                for (int j = 0; j < rounds; j++) {
                    double machine = 1.5 + 0.5 * Math.sin(phase + 0.7 * j);
                    a[p][j] = machine * truth * Math.exp(process) * noise(random);
                    b[p][j] = machine * noise(random);
                }
            }
            Estimate ratio = PairedRatio.of(turns("t", a), turns("t", b));
            double off = Math.log(ratio.value() / truth);
            covered += Math.abs(off) <= ratio.relativeError() ? 1 : 0;
            squares += off * off;
            halfWidths += ratio.relativeError();
        }
        assertTrue(Math.sqrt(squares / times) < 0.02, "root of mean square: " + Math.sqrt(squares / times));
        assertTrue(covered >= 0.93 * times && covered <= 0.998 * times, "covered: " + covered + " of " + times);
        assertTrue(halfWidths / times < 0.06, "half-width: " + halfWidths / times);
    }

    private static double noise(SplittableRandom random) {
        return Math.exp(0.015 * random.nextGaussian()) * (random.nextInt(40) == 0 ? 1 + 2 * random.nextDouble() : 1);
    }
}
