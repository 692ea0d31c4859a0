package genops.results.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Interval of the ratio of two medians by the bootstrap: forks are drawn with replacement, and from each drawn fork its iterations, for
 * both sides; the interval holds the middle 95 % of the ratios. With two or three forks there are few ways to draw them, and the
 * interval is too narrow: the verdict rests on the test, not on it.
 */
public final class ForkBootstrap {
    private static final int RESAMPLES = 999;
    private static final double TAIL = 0.025;

    private ForkBootstrap() {}

    /**
     * An interval.
     *
     * @param low its lower end
     * @param high its upper end
     */
    public record Interval(double low, double high) {}

    /**
     * The 95 % interval of the median over forks of {@code after} over that of {@code before}.
     *
     * @param before one row per fork, one column per iteration
     * @param after likewise
     * @param seed equal seeds give equal intervals
     */
    public static Interval ratio(double[][] before, double[][] after, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] first = nonEmpty(before);
        double[][] second = nonEmpty(after);
        double[] ratios = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            double divisor = resampledMedian(first, random);
            ratios[i] = resampledMedian(second, random) / divisor;
        }
        Arrays.sort(ratios);
        int cut = (int) Math.round(TAIL * (RESAMPLES + 1));
        return new Interval(ratios[cut - 1], ratios[RESAMPLES - cut]);
    }

    private static double[][] nonEmpty(double[][] forks) {
        return Arrays.stream(forks).filter(f -> f.length > 0).toArray(double[][]::new);
    }

    private static double resampledMedian(double[][] forks, SplittableRandom random) {
        double[] medians = new double[forks.length];
        for (int i = 0; i < medians.length; i++) {
            double[] fork = forks[random.nextInt(forks.length)];
            double[] drawn = new double[fork.length];
            for (int j = 0; j < drawn.length; j++) {
                drawn[j] = fork[random.nextInt(fork.length)];
            }
            medians[i] = sortedMedian(drawn);
        }
        return sortedMedian(medians);
    }

    /** Median of a few values, which are sorted in place. */
    private static double sortedMedian(double[] values) {
        Arrays.sort(values);
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}
