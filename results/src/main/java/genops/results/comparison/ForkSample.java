package genops.results.comparison;

import genops.results.statistics.Samples;
import genops.results.statistics.ShrunkVariance;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.numbers.combinatorics.BinomialCoefficientDouble;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Variance;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * The forks of one measurement in two runs.
 *
 * @param before logarithms of the fork medians of the earlier run
 * @param after those of the later run
 * @param drift the ratio by which the machine's ceiling moved
 */
record ForkSample(double[] before, double[] after, double drift) {
    private static final int FEWEST = 2;

    static ForkSample of(double[][] before, double[][] after, double drift) {
        return new ForkSample(logMedians(before), logMedians(after), drift);
    }

    private static double[] logMedians(double[][] forks) {
        return Arrays.stream(Samples.forkMedians(forks)).map(Math::log).toArray();
    }

    /** What all measurements say about the variance of one. */
    static ShrunkVariance prior(List<ForkSample> samples) {
        return ShrunkVariance.fit(samples.stream().mapToDouble(ForkSample::variance).toArray(),
                samples.stream().mapToInt(ForkSample::degrees).toArray());
    }

    int forksBefore() {
        return before.length;
    }

    int forksAfter() {
        return after.length;
    }

    /** Whether both sides show how much forks differ. */
    boolean judgeable() {
        return before.length >= FEWEST && after.length >= FEWEST;
    }

    int degrees() {
        return before.length + after.length - 2;
    }

    /** Pooled variance of the forks of a side; 0 with one fork each. */
    double variance() {
        return degrees() == 0 ? 0 : (squares(before) + squares(after)) / degrees();
    }

    private static double squares(double[] values) {
        return values.length < 2 ? 0 : Variance.of(values).getAsDouble() * (values.length - 1);
    }

    /** Ratio of the medians. */
    double ratio() {
        return Math.exp(median(after) - median(before));
    }

    private static double median(double[] values) {
        return Median.withDefaults().evaluate(values);
    }

    /** Logarithm of the ratio of medians, less what the drift of the machine explains of it. */
    double unexplained() {
        return Math.log(ratio()) - explained(Math.log(ratio()));
    }

    /** The part of a logarithm that has the direction of the drift, at most the drift. */
    private double explained(double log) {
        double moved = Math.log(drift);
        return log * moved <= 0 ? 0 : Math.signum(log) * Math.min(Math.abs(log), Math.abs(moved));
    }

    /** Standard error of the logarithm of the ratio; NaN where it cannot be judged. */
    double sigma(ShrunkVariance prior, double betweenRuns) {
        return judgeable() ? Math.sqrt(prior.of(variance(), degrees()) * (1.0 / before.length + 1.0 / after.length)
                + betweenRuns * betweenRuns) : Double.NaN;
    }

    /**
     * Probability of a difference like this by chance, beyond the drift; NaN where it cannot be judged.
     *
     * @param level what the rank test must be able to reach to be asked
     */
    double p(ShrunkVariance prior, double betweenRuns, double level) {
        if (!judgeable()) {
            return Double.NaN;
        }
        double difference = Mean.of(after).getAsDouble() - Mean.of(before).getAsDouble();
        double t = Math.abs(difference - explained(difference)) / sigma(prior, betweenRuns);
        double p = 2 * TDistribution.of(degrees() + prior.priorDegrees()).survivalProbability(t);
        return leastRankP() <= level ? Math.max(p, rankP()) : p;
    }

    /** What the rank test gives where all forks of one side are slower than all of the other. */
    private double leastRankP() {
        return 2 / BinomialCoefficientDouble.value(before.length + after.length, before.length);
    }

    private double rankP() {
        double moved = explained(Math.log(ratio()));
        return MannWhitneyUTest.withDefaults().test(before, Arrays.stream(after).map(x -> x - moved).toArray()).getPValue();
    }
}
