package genops.results.comparison;

import genops.results.statistics.Samples;
import genops.results.statistics.ShrunkVariance;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
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
 * @param within variance of the logarithms of the iterations within forks; 1 where forks have one iteration
 * @param drift the ratio by which the machine's ceiling moved
 */
record ForkSample(double[] before, double[] after, double within, double drift) {
    private static final int FEWEST = 2;

    static ForkSample of(double[][] before, double[][] after, double drift) {
        return new ForkSample(logMedians(before), logMedians(after), within(before, after), drift);
    }

    private static double[] logMedians(double[][] forks) {
        return Arrays.stream(Samples.forkMedians(forks)).map(Math::log).toArray();
    }

    private static double within(double[][] before, double[][] after) {
        double squares = 0;
        int degrees = 0;
        for (double[] fork : Stream.concat(Arrays.stream(before), Arrays.stream(after)).toArray(double[][]::new)) {
            squares += squares(Arrays.stream(fork).map(Math::log).toArray());
            degrees += Math.max(0, fork.length - 1);
        }
        return degrees == 0 ? 1 : Math.max(ShrunkVariance.LEAST, squares / degrees);
    }

    /**
     * What all measurements say about the variance of one: how much forks differ, in units of how much iterations do. A measurement of
     * three forks of five iterations knows the latter well, and a kernel whose iterations scatter is one whose forks do.
     */
    static ShrunkVariance prior(List<ForkSample> samples) {
        return ShrunkVariance.fit(samples.stream().mapToDouble(s -> Math.max(ShrunkVariance.LEAST, s.variance()) / s.within).toArray(),
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
        return Median.withDefaults().withCopy(true).evaluate(values);
    }

    /** Logarithm of the ratio of medians, less what the drift of the machine explains of it. */
    double unexplained() {
        return Math.log(ratio()) - explained(Math.log(ratio()));
    }

    /** Difference of the means of the logarithms, which is what the t test tests, less what the drift explains of it. */
    double shift() {
        double difference = Mean.of(after).getAsDouble() - Mean.of(before).getAsDouble();
        return difference - explained(difference);
    }

    /** The part of a logarithm that has the direction of the drift, at most the drift. */
    private double explained(double log) {
        double moved = Math.log(drift);
        return log * moved <= 0 ? 0 : Math.signum(log) * Math.min(Math.abs(log), Math.abs(moved));
    }

    /** Standard error of the logarithm of the ratio; NaN where it cannot be judged. */
    double sigma(ShrunkVariance prior, double betweenRuns) {
        return judgeable() ? Math.sqrt(Math.max(ShrunkVariance.LEAST, within * prior.of(variance() / within, degrees())) * (1.0 / before.length + 1.0 / after.length)
                + betweenRuns * betweenRuns) : Double.NaN;
    }

    /**
     * Probability of a difference like this by chance, beyond the drift and what all measurements share; NaN where it cannot be judged.
     *
     * @param common logarithm of the ratio that all measurements share
     * @param level what the rank test must be able to reach to be asked
     */
    double p(ShrunkVariance prior, double betweenRuns, double common, double level) {
        if (!judgeable()) {
            return Double.NaN;
        }
        double t = Math.abs(shift() - common) / sigma(prior, betweenRuns);
        double p = 2 * TDistribution.of(degrees() + prior.priorDegrees()).survivalProbability(t);
        return leastRankP() <= level ? Math.max(p, rankP(common)) : p;
    }

    /** What the rank test gives where all forks of one side are slower than all of the other. */
    private double leastRankP() {
        return 2 / BinomialCoefficientDouble.value(before.length + after.length, before.length);
    }

    private double rankP(double common) {
        double moved = explained(Math.log(ratio())) + common;
        return MannWhitneyUTest.withDefaults().test(before, Arrays.stream(after).map(x -> x - moved).toArray()).getPValue();
    }
}
