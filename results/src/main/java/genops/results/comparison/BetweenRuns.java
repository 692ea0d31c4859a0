package genops.results.comparison;

import genops.results.statistics.Samples;
import genops.results.statistics.ShrunkVariance;
import java.util.List;

/**
 * The noise between two runs of one build that no fork of either shows: memory lies elsewhere, a neighbour on the machine is busier.
 * Most measurements of two runs are unchanged, so the spread of all their ratios shows it: the median absolute deviation, which a
 * quarter of changed measurements hardly moves, less what forks explain. With few measurements the drift of the ceilings stands for it.
 */
final class BetweenRuns {
    /** From so many measurements on their spread is known. */
    private static final int ENOUGH = 20;
    /** Standard deviations in a median absolute deviation, for a normal distribution. */
    private static final double NORMAL = 1.4826;

    private BetweenRuns() {}

    /** Its standard deviation on the scale of logarithms. */
    static double of(List<ForkSample> all, List<Double> ceilingDrifts) {
        List<ForkSample> samples = all.stream().filter(ForkSample::judgeable).toList();
        if (samples.size() < ENOUGH) {
            return Math.sqrt(ceilingDrifts.stream().mapToDouble(d -> d * d).average().orElse(0));
        }
        List<Double> differences = samples.stream().map(ForkSample::unexplained).toList();
        double middle = Samples.median(differences);
        double deviation = NORMAL * Samples.median(differences.stream().map(d -> Math.abs(d - middle)).toList());
        ShrunkVariance prior = ForkSample.prior(samples);
        double forks = Samples.median(samples.stream().map(s -> s.sigma(prior, 0)).map(s -> s * s).toList());
        return Math.sqrt(Math.max(0, deviation * deviation - forks));
    }
}
