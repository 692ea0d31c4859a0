package genops.results.statistics;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.numbers.gamma.Digamma;
import org.apache.commons.numbers.gamma.Trigamma;

/**
 * What many measurements together say about the variance of one (Smyth, 2004, "Linear models and empirical Bayes methods"): a
 * measurement of three forks knows its own variance badly, but hundreds of them know well what variances there are. Variances are taken
 * as drawn from a scaled inverse chi-squared distribution with {@code priorDegrees} degrees of freedom around {@code priorVariance}; the
 * more the measurements differ in noise, the fewer degrees, and the less is borrowed.
 *
 * @param priorVariance the typical variance
 * @param priorDegrees its weight in degrees of freedom; 0 where the variances have nothing in common, infinite where all are one
 */
public record ShrunkVariance(double priorVariance, double priorDegrees) {
    /** Variance of the logarithms of times that differ by 0.1 %: below that, equal times are chance or a coarse clock. */
    public static final double LEAST = 1e-6;

    private static final int FEWEST = 5;
    private static final double MOST_DEGREES = 1e6;

    /**
     * Fits the distribution to the variances of many measurements.
     *
     * @param variances one for each measurement; those below {@link #LEAST} count as that
     * @param degrees degrees of freedom of each; measurements of 0 are passed over
     */
    public static ShrunkVariance fit(double[] variances, int[] degrees) {
        int[] used = IntStream.range(0, variances.length).filter(i -> degrees[i] > 0).toArray();
        if (used.length < FEWEST) {
            return new ShrunkVariance(LEAST, 0);
        }
        double[] logs = Arrays.stream(used).mapToDouble(i -> Math.log(Math.max(LEAST, variances[i]))
                - Digamma.value(degrees[i] / 2.0) + Math.log(degrees[i] / 2.0)).toArray();
        double mean = Arrays.stream(logs).average().orElseThrow();
        double spread = Arrays.stream(logs).map(e -> (e - mean) * (e - mean)).sum() / (logs.length - 1)
                - Arrays.stream(used).mapToDouble(i -> Trigamma.value(degrees[i] / 2.0)).average().orElseThrow();
        if (spread <= 1 / MOST_DEGREES) {
            return new ShrunkVariance(Math.exp(mean), MOST_DEGREES);
        }
        double half = inverseTrigamma(spread);
        return new ShrunkVariance(Math.exp(mean + Digamma.value(half) - Math.log(half)), 2 * half);
    }

    /** The variance of a measurement, its own and the typical one weighted by their degrees of freedom. */
    public double of(double variance, int degrees) {
        return (priorDegrees * priorVariance + degrees * Math.max(LEAST, variance)) / (priorDegrees + degrees);
    }

    /** Newton's method on the reciprocal, which is nearly linear and converges from below (Smyth, appendix). */
    private static double inverseTrigamma(double value) {
        double x = 0.5 + 1 / value;
        for (int i = 0; i < 50; i++) {
            double trigamma = Trigamma.value(x);
            double step = trigamma * (1 - trigamma / value) / tetragamma(x);
            x += step;
            if (-step / x < 1e-10) {
                break;
            }
        }
        return x;
    }

    /** Derivative of the trigamma function, by a central difference. */
    private static double tetragamma(double x) {
        double h = 1e-4 * x;
        return (Trigamma.value(x + h) - Trigamma.value(x - h)) / (2 * h);
    }
}
