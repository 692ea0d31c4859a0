package genops.results.comparison;

import genops.results.statistics.Samples;
import genops.results.statistics.ShrunkVariance;
import java.util.List;

/**
 * The noise between two runs of one build that no fork of either shows: memory lies elsewhere, a neighbour on the machine is busier.
 * Most measurements of two runs are unchanged, so the spread of all their ratios shows it: it is as large as is needed for the
 * median absolute deviation, in units of standard errors, to be that of a normal distribution; a quarter of changed measurements hardly
 * moves it. With few measurements the drift of the ceilings stands for it.
 */
final class BetweenRuns {
    /** From so many measurements on their spread is known. */
    private static final int ENOUGH = 20;
    /** Median absolute deviation of a normal distribution, in standard deviations. */
    private static final double NORMAL = 0.6745;
    /** Standard error of the median absolute deviation of n values from a normal distribution, relative, times the root of n. */
    private static final double DEVIATION_ERROR = 1.17;
    private static final double PRECISION = 1e-5;

    private BetweenRuns() {}

    /** Logarithm of the ratio that all measurements share, beyond the drift; 0 where there are few. */
    static double common(List<ForkSample> all) {
        List<Double> differences = all.stream().filter(ForkSample::judgeable).map(ForkSample::shift).toList();
        return differences.size() < ENOUGH ? 0 : Samples.median(differences);
    }

    /** Its standard deviation on the scale of logarithms. */
    static double of(List<ForkSample> all, List<Double> ceilingDrifts) {
        return of(all, ceilingDrifts, 0);
    }

    /** What its standard deviation is at least: two standard errors of the spread below the estimate. */
    static double atLeast(List<ForkSample> all, List<Double> ceilingDrifts) {
        return of(all, ceilingDrifts, 2);
    }

    private static double of(List<ForkSample> all, List<Double> ceilingDrifts, double errors) {
        List<ForkSample> samples = all.stream().filter(ForkSample::judgeable).toList();
        if (samples.size() < ENOUGH) {
            return Math.sqrt(ceilingDrifts.stream().mapToDouble(d -> d * d).average().orElse(0));
        }
        double expected = NORMAL * (1 + errors * DEVIATION_ERROR / Math.sqrt(samples.size()));
        double middle = common(samples);
        ShrunkVariance prior = ForkSample.prior(samples);
        double low = 0;
        double high = samples.stream().mapToDouble(s -> Math.abs(s.shift() - middle)).max().orElse(0);
        while (high - low > PRECISION) {
            double candidate = (low + high) / 2;
            if (typical(samples, middle, prior, candidate) > expected) {
                low = candidate;
            } else {
                high = candidate;
            }
        }
        return low;
    }

    /** Median of the absolute differences in units of their standard errors. */
    private static double typical(List<ForkSample> samples, double middle, ShrunkVariance prior, double betweenRuns) {
        return Samples.median(samples.stream().map(s -> Math.abs(s.shift() - middle) / s.sigma(prior, betweenRuns)).toList());
    }
}
