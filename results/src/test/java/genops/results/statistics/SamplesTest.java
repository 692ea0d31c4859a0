package genops.results.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.TestDocuments;
import genops.results.document.Measurement;
import genops.shapes.operator.Linear;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {

    /** Levels 10 and 10.5, the lower quartiles; the biweight of the second is 0.7712. */
    @Test
    void theEstimateIsTheWeightedMeanOfTheLevelsOfTheForksThatAgree() {
        double x = Math.log(1.05);
        double weight = Math.pow(1 - Math.pow(x / Math.log(1.15), 2), 2);
        double expected = 10 * Math.exp(weight * x / (1 + weight));
        assertEquals(expected, Samples.estimate(new double[][] {{10, 11, 900}, {10.5, 70, 80, 90, 10.4, 600}, {}}).value(), 1e-12);
        assertEquals(expected, Samples.estimate(new double[][] {{11.5}, {10}, {10.5}, {1e9}}).value(), 1e-12);
    }

    /** t of 1.25 degrees of freedom is 8.028. */
    @Test
    void oneSteadyForkHasTheErrorThatForksDifferBy() {
        assertEquals(5 * 8.028 * 0.0105, Samples.estimate(new double[][] {{5, 5}}).error(), 1e-3);
        assertEquals(8.028 * Math.hypot(0.0105, 0.92 * 0.02), Samples.estimate(new double[][] {{1, Math.exp(0.02)}}).error(), 1e-3);
    }

    @Test
    void oneIterationSaysNothingAboutItsScatter() {
        assertEquals(5 * 8.028 * Math.hypot(0.0105, 0.92 * 0.05), Samples.estimate(new double[][] {{5}}).error(), 5e-3);
        assertThrows(IllegalArgumentException.class, () -> Samples.estimate(new double[][] {{}}));
    }

    /** t of 3.25 degrees of freedom is 3.046. */
    @Test
    void forksThatAgreeNarrowTheInterval() {
        assertEquals(3.046 * Math.sqrt(1.25 * 0.0105 * 0.0105 / 3.25 / 3),
                Samples.estimate(new double[][] {{1, 1}, {1, 1}, {1, 1}}).error(), 1e-4);
        double own = 2 * 0.01 * 0.01;
        assertEquals(3.046 * Math.sqrt((1.25 * 0.0105 * 0.0105 + own) / 3.25 / 3), Samples.estimate(new double[][] {
                {1, 1}, {Math.exp(0.01), Math.exp(0.01)}, {Math.exp(0.02), Math.exp(0.02)}}).relativeError(), 5e-4);
    }

    @Test
    void aDisturbedForkDoesNotWidenTheIntervalBeyondThatOfASingleOne() {
        double alone = Samples.estimate(new double[][] {{1, 1, 1}}).relativeError();
        for (double factor = 1; factor < 1000; factor *= 1.003) {
            Estimate pair = Samples.estimate(new double[][] {{1, 1, 1}, {factor, factor, factor}});
            assertTrue(pair.relativeError() <= alone + 1e-12, "disturbed by " + factor + ": " + pair);
            assertTrue(pair.value() < 1.03, "disturbed by " + factor + ": " + pair);
        }
    }

    @Test
    void whatOthersDisturbedIsLeftOutWhereEnoughRemain() {
        double[][] times = {{10, 10, 14}, {10.5, 14, 14}};
        assertEquals(10, Samples.estimate(taken(times, new double[][] {{0, 0.1, 0.5}, {0.3, 0.4, 0.5}})).value(), 1e-12);
        // one of six is too few, and of other sizes nothing is known
        double all = Samples.estimate(times).value();
        assertEquals(all, Samples.estimate(taken(times, new double[][] {{0.2, 0.2, 0}, {0.3, 0.4, 0.5}})).value());
        assertEquals(all, Samples.estimate(taken(times, new double[][] {{0, 0.5}})).value());
        assertTrue(all > 10.0001, "the slower fork counts where it is not left out");
    }

    private static Measurement taken(double[][] times, double[][] foreign) {
        return TestDocuments.inTurns(TestDocuments.measured(new Linear(8, 8, 8, false), "vector/gemm", times), "", foreign);
    }

    @Test
    void theMedianOfForksHasTheIntervalOverForkMediansFromThreeForksOn() {
        assertEquals(12, Samples.medianOfForks(new double[][] {{10, 11, 900}, {20, 19, 21}, {12, 12, 12}}).value());
        // medians 10, 12, 14: standard deviation 2, t(0.975, 2) = 4.302653
        assertEquals(4.302653 * 2 / Math.sqrt(3), Samples.medianOfForks(new double[][] {{10}, {12}, {14}}).error(), 1e-5);
        // 1, 2, 3, 4: standard deviation 1.290994, t(0.975, 3) = 3.182446
        assertEquals(3.182446 * 1.290994 / 2, Samples.medianOfForks(new double[][] {{1, 2}, {3, 4}}).error(), 1e-5);
        assertEquals(Double.POSITIVE_INFINITY, Samples.medianOfForks(new double[][] {{5}}).error());
    }

    @Test
    void theFastestForkIsTheOneOfTheLeastMedian() {
        // of the second fork: median 12, standard deviation 1, t(0.975, 2) = 4.302653
        Estimate fastest = Samples.fastestFork(new double[][] {{10, 20, 21}, {11, 12, 13}, {}});
        assertEquals(12, fastest.value());
        assertEquals(4.302653 / Math.sqrt(3), fastest.error(), 1e-5);
        assertThrows(IllegalArgumentException.class, () -> Samples.fastestFork(new double[][] {{}}));
    }

    @Test
    void theGeometricMeanOfARatioAndItsInverseIsOne() {
        assertEquals(1, Samples.geometricMean(List.of(4.0, 0.25)), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> Samples.geometricMean(List.of()));
    }

    @Test
    void errorsAddInQuadratureOrLinearly() {
        Estimate a = new Estimate(100, 3);
        Estimate b = new Estimate(200, 4);
        assertEquals(new Estimate(300, 5), a.plus(b));
        assertEquals(new Estimate(300, 7), a.plusCorrelated(b));
        assertEquals(new Estimate(-200, 6), a.times(-2));
        // relative errors 0.03 and 0.02
        assertEquals(0.5 * Math.hypot(0.03, 0.02), a.over(b).error(), 1e-12);
    }

    @Test
    void rawDataKeepTheirOrder() {
        double[][] forks = {{3, 1, 2, 5, 4}};
        Samples.estimate(forks);
        assertArrayEquals(new double[] {3, 1, 2, 5, 4}, forks[0]);
    }
}
