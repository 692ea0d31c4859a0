package genops.results.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {

    @Test
    void theEstimateIsTheMedianOverForksOfForkMedians() {
        double[][] forks = {{10, 11, 900}, {20, 19, 21}, {12, 12, 12}};
        assertEquals(12, Samples.estimate(forks).value());
    }

    @Test
    void fromThreeForksOnTheErrorIsTheIntervalOverForkMedians() {
        // medians 10, 12, 14: standard deviation 2, t(0.975, 2) = 4.302653
        double[][] forks = {{10}, {12}, {14}};
        assertEquals(4.302653 * 2 / Math.sqrt(3), Samples.estimate(forks).error(), 1e-5);
    }

    @Test
    void withFewerForksItIsTheIntervalOverAllIterations() {
        // 1, 2, 3, 4: standard deviation 1.290994, t(0.975, 3) = 3.182446
        double[][] forks = {{1, 2}, {3, 4}};
        assertEquals(2.5, Samples.estimate(forks).value());
        assertEquals(3.182446 * 1.290994 / 2, Samples.estimate(forks).error(), 1e-5);
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
    void aSingleValueSaysNothingAboutItsError() {
        assertEquals(Double.POSITIVE_INFINITY, Samples.estimate(new double[][] {{5}}).error());
        assertThrows(IllegalArgumentException.class, () -> Samples.estimate(new double[][] {{}}));
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
