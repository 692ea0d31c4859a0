package genops.results.statistics;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Statistics of raw times, one row per fork and one column per iteration.
 *
 * <p>The forked JVM is the unit of noise: alignment and inlining differ from fork to fork and stay for its life. So the point estimate
 * is the median over the forks of each fork's median, which one disturbed iteration or, from three forks on, one disturbed fork does
 * not move. Its error is the half-width of the 95 % t interval over the fork medians where there are at least
 * {@value #FORKS_FOR_INTERVAL} forks. With fewer, fork medians say next to nothing about their spread, and the t interval is taken over
 * all iterations, which understates what a further fork would show.
 */
public final class Samples {
    /** Forks from which on the error is taken over forks. */
    public static final int FORKS_FOR_INTERVAL = 3;

    /** Of a copy, for it sorts what it is given, and raw data are kept in the order in which they were measured. */
    private static final Median MEDIAN = Median.withDefaults().withCopy(true);
    private static final double CONFIDENCE = 0.95;

    private Samples() {}

    /**
     * Median over forks of fork medians, with its error.
     *
     * @param forks one row per fork, one column per iteration
     * @throws IllegalArgumentException where there is no value
     */
    public static Estimate estimate(double[][] forks) {
        double[] medians = forkMedians(forks);
        double value = MEDIAN.evaluate(medians);
        return new Estimate(value, halfWidth(medians.length >= FORKS_FOR_INTERVAL ? medians : all(forks)));
    }

    /**
     * The median of the fastest fork, with the error of its iterations: what a machine can do, for what slows a fork down is a neighbour
     * or its clock.
     *
     * @param forks one row per fork, one column per iteration
     * @throws IllegalArgumentException where there is no value
     */
    public static Estimate fastestFork(double[][] forks) {
        return Arrays.stream(forks).filter(f -> f.length > 0).map(f -> estimate(new double[][] {f}))
                .min(Comparator.comparingDouble(Estimate::value))
                .orElseThrow(() -> new IllegalArgumentException("no iteration was measured"));
    }

    /**
     * Median of each fork's iterations; forks without an iteration are left out.
     *
     * @throws IllegalArgumentException where there is no value
     */
    public static double[] forkMedians(double[][] forks) {
        double[] medians = Arrays.stream(forks).filter(f -> f.length > 0).mapToDouble(MEDIAN::evaluate).toArray();
        if (medians.length == 0) {
            throw new IllegalArgumentException("no iteration was measured");
        }
        return medians;
    }

    /** The median. */
    public static double median(Collection<Double> values) {
        return MEDIAN.evaluate(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /**
     * Geometric mean of positive values, the mean of ratios.
     *
     * @throws IllegalArgumentException where there is no value
     */
    public static double geometricMean(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("the geometric mean of nothing");
        }
        return Math.exp(values.stream().mapToDouble(Math::log).average().orElseThrow());
    }

    private static double[] all(double[][] forks) {
        return Arrays.stream(forks).flatMapToDouble(Arrays::stream).toArray();
    }

    /** Half-width of the 95 % t interval of the mean; infinite for a single value, which says nothing about its error. */
    private static double halfWidth(double[] values) {
        if (values.length < 2) {
            return Double.POSITIVE_INFINITY;
        }
        double t = TDistribution.of(values.length - 1).inverseSurvivalProbability((1 - CONFIDENCE) / 2);
        return t * StandardDeviation.of(values).getAsDouble() / Math.sqrt(values.length);
    }
}
