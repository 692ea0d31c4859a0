package genops.results.statistics;

import genops.results.document.Measurement;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Statistics of raw times, one row per fork and one column per iteration.
 *
 * <p>What disturbs a time only ever makes it longer: a neighbour on the machine, a stolen time slice, a low clock. It can last for an
 * iteration or for the life of a fork. So a time is estimated by {@link #estimate} in two steps that hold for what the undisturbed
 * moments say:
 *
 * <ol>
 * <li>The <em>level</em> of a fork is the lower quartile of its {@code n} iterations, the {@code ⌈n / 4⌉}-th fastest.
 * <li>The estimate is the weighted geometric mean of the levels. With {@code x} the logarithm of a fork's level over that of the fastest,
 *     its weight is Tukey's biweight {@code (1 − (x / c)²)²} for {@code x < c = ln} {@value #AGREEMENT}, else 0.
 * </ol>
 *
 * <p>A fork that is slower than the fastest by {@value #AGREEMENT} or more has no weight, be it by 2 or by 1000, and one that comes near
 * this has little, so that nothing jumps. A fork that is slow for its life because of the compiler's luck (alignment, vectors that became
 * objects) cannot be told from a disturbed one by its times: it is left out as well, so the estimate is what the kernel does where it was
 * compiled well, and {@link Disturbance} says that the forks disagree. Candidates and the study that chose are in docs/statistics.md.
 *
 * <p>The error, half the width of the 95 % interval, is on the scale of logarithms {@code t · s / √k}, with {@code k} the effective number
 * of forks, {@code (Σ w)² / Σ w²}, and
 *
 * <pre>
 * s² = (d · p² + k · Σ w (x − mean)² / Σ w) / (d + k − 1),   p² = a² + (b · i)²,   t of d + k − 1 degrees of freedom
 * </pre>
 *
 * <p>where {@code i} is how much the iterations of a fork scatter: the logarithm of their median over the level, at most
 * {@value #MOST_SCATTER}; the mean square over the forks by their weights. One fork says nothing of what another would show, so what
 * forks differ by in the committed documents, {@code p}, stands for it with the weight of {@code d} = {@value #PRIOR_DEGREES} forks:
 * {@code a} = {@value #FORK_SPREAD}, {@code b} = {@value #SCATTER_SHARE} and {@code d} have the largest likelihood for the differences of
 * the forks of 1,468 measurements. So the error of a single fork is 8 to 38 %, of two that agree 2 to 10 %. A further fork that is
 * disturbed makes it no larger than that of a single one, {@code t · p}, which is the most it can be.
 */
public final class Samples {
    /** Forks slower than the fastest by this have no weight. */
    static final double AGREEMENT = 1.15;
    /** Standard deviation, as a share, by which forks differ whose iterations do not scatter. */
    static final double FORK_SPREAD = 0.0105;
    /** What the scatter of iterations adds to it. */
    static final double SCATTER_SHARE = 0.92;
    /** Scatter beyond this says no more about how much forks differ; it stands for a fork of one iteration too. */
    static final double MOST_SCATTER = 0.05;
    /** Degrees of freedom of what the committed documents say: few, for measurements differ much in how much their forks do. */
    static final double PRIOR_DEGREES = 1.25;

    /** Forks from which on the error of {@link #medianOfForks} is taken over forks. */
    public static final int FORKS_FOR_INTERVAL = 3;

    /** Of a copy, for it sorts what it is given, and raw data are kept in the order in which they were measured. */
    private static final Median MEDIAN = Median.withDefaults().withCopy(true);
    private static final double CONFIDENCE = 0.95;

    private Samples() {}

    /**
     * The time of a measurement that tables and findings use, on a device by its own clock: iterations that others disturbed are left out
     * where enough remain, see {@link Foreign#undisturbed}, then as {@link #estimate(double[][])}.
     *
     * @throws IllegalArgumentException where there is no value
     */
    public static Estimate estimate(Measurement measurement) {
        return measurement.deviceNanoseconds().length > 0 ? estimate(measurement.deviceNanoseconds())
                : estimate(Foreign.undisturbed(measurement.nanoseconds(), measurement.foreign()));
    }

    /**
     * The time with its error by the formula above.
     *
     * @param forks positive times, one row per fork, one column per iteration; forks without an iteration are left out
     * @throws IllegalArgumentException where there is no value
     */
    public static Estimate estimate(double[][] forks) {
        double[][] measured = measured(forks);
        double[] logs = Arrays.stream(measured).mapToDouble(f -> Math.log(level(f))).toArray();
        double fastest = Arrays.stream(logs).min().orElseThrow();
        double sum = 0;
        double sumOfSquares = 0;
        double mean = 0;
        double scatter = 0;
        double[] weights = new double[logs.length];
        for (int i = 0; i < logs.length; i++) {
            double x = logs[i] - fastest;
            weights[i] = biweight(x / Math.log(AGREEMENT));
            sum += weights[i];
            sumOfSquares += weights[i] * weights[i];
            mean += weights[i] * x;
            scatter += weights[i] * Math.pow(scatter(measured[i]), 2);
        }
        mean /= sum;
        double deviations = 0;
        for (int i = 0; i < logs.length; i++) {
            deviations += weights[i] * Math.pow(logs[i] - fastest - mean, 2);
        }
        double effective = sum * sum / sumOfSquares;
        double prior = FORK_SPREAD * FORK_SPREAD + SCATTER_SHARE * SCATTER_SHARE * scatter / sum;
        double halfWidth = Math.min(shrunkHalfWidth(prior, PRIOR_DEGREES, 0, 1),
                shrunkHalfWidth(prior, PRIOR_DEGREES, effective * deviations / sum, effective));
        double value = level(measured[indexOf(logs, fastest)]) * Math.exp(mean);
        return new Estimate(value, value * halfWidth);
    }

    /**
     * Half-width of the 95 % t interval of a mean of few values, whose variance is shrunk towards what is known of others of their kind.
     *
     * @param prior the known variance
     * @param priorDegrees its weight in degrees of freedom
     * @param squares sum of squared deviations of the values from their mean
     * @param count how many values
     */
    static double shrunkHalfWidth(double prior, double priorDegrees, double squares, double count) {
        double degrees = priorDegrees + count - 1;
        return t(degrees) * Math.sqrt((priorDegrees * prior + squares) / degrees / count);
    }

    /** The level of a fork: the lower quartile of its iterations, one that was measured. */
    static double level(double[] iterations) {
        double[] sorted = iterations.clone();
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) / 4];
    }

    private static double scatter(double[] iterations) {
        if (iterations.length < 2) {
            return MOST_SCATTER;
        }
        double[] sorted = iterations.clone();
        Arrays.sort(sorted);
        return Math.min(MOST_SCATTER, Math.log(sorted[sorted.length / 2] / sorted[(sorted.length - 1) / 4]));
    }

    private static double biweight(double x) {
        return x >= 1 ? 0 : Math.pow(1 - x * x, 2);
    }

    private static int indexOf(double[] values, double value) {
        int i = 0;
        while (values[i] != value) {
            i++;
        }
        return i;
    }

    /**
     * Median over forks of fork medians, with the half-width of the 95 % t interval over the fork medians, or over all iterations where
     * there are fewer than {@value #FORKS_FOR_INTERVAL} forks: what comparisons and histories judge, by tests of their own.
     *
     * @param forks one row per fork, one column per iteration
     * @throws IllegalArgumentException where there is no value
     */
    public static Estimate medianOfForks(double[][] forks) {
        double[] medians = forkMedians(forks);
        double[] values = medians.length >= FORKS_FOR_INTERVAL ? medians : Arrays.stream(forks).flatMapToDouble(Arrays::stream).toArray();
        return new Estimate(MEDIAN.evaluate(medians), meanError(values));
    }

    /**
     * The median of the fastest fork, with the error of its iterations: what a machine can do, for what slows a fork down is a neighbour
     * or its clock.
     *
     * @param forks one row per fork, one column per iteration
     * @throws IllegalArgumentException where there is no value
     */
    public static Estimate fastestFork(double[][] forks) {
        return Arrays.stream(measured(forks)).map(f -> new Estimate(MEDIAN.evaluate(f), meanError(f)))
                .min(Comparator.comparingDouble(Estimate::value)).orElseThrow();
    }

    /**
     * Median of each fork's iterations; forks without an iteration are left out.
     *
     * @throws IllegalArgumentException where there is no value
     */
    public static double[] forkMedians(double[][] forks) {
        return Arrays.stream(measured(forks)).mapToDouble(MEDIAN::evaluate).toArray();
    }

    private static double[][] measured(double[][] forks) {
        double[][] measured = Arrays.stream(forks).filter(f -> f.length > 0).toArray(double[][]::new);
        if (measured.length == 0) {
            throw new IllegalArgumentException("no iteration was measured");
        }
        return measured;
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

    /** Half-width of the 95 % t interval of the mean of values; infinite for a single one, which says nothing about its error. */
    public static double meanError(double[] values) {
        return values.length < 2 ? Double.POSITIVE_INFINITY
                : t(values.length - 1) * StandardDeviation.of(values).getAsDouble() / Math.sqrt(values.length);
    }

    /** Student's t for a two-sided 95 % interval. */
    static double t(double degrees) {
        return TDistribution.of(degrees).inverseSurvivalProbability((1 - CONFIDENCE) / 2);
    }
}
