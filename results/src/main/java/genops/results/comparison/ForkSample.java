package genops.results.comparison;

import genops.results.statistics.Samples;
import genops.results.statistics.ShrunkVariance;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Variance;

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
    /** Half of all values from a normal distribution are within so many standard deviations. */
    private static final double HALF = 0.6745;

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

    /** Difference of the means of the logarithms. */
    private double difference() {
        return Mean.of(after).getAsDouble() - Mean.of(before).getAsDouble();
    }

    /** Difference of the means of the logarithms, less what the drift explains of it. */
    double shift() {
        return difference() - explained(difference());
    }

    /** The part of a logarithm that has the direction of the drift, at most the drift. */
    private double explained(double log) {
        double moved = Math.log(drift);
        return log * moved <= 0 ? 0 : Math.signum(log) * Math.min(Math.abs(log), Math.abs(moved));
    }

    /** The same forks on a machine that did not drift. */
    ForkSample withoutDrift() {
        return new ForkSample(before, after, within, 1);
    }

    /** Standard error of the logarithm of the ratio; NaN where it cannot be judged. */
    double sigma(ShrunkVariance prior, double betweenRuns) {
        return judgeable() ? sigma(prior, betweenRuns, 1.0 / before.length + 1.0 / after.length) : Double.NaN;
    }

    /**
     * The same of other numbers of forks.
     *
     * @param shares of the variance of a fork: the sum of the reciprocals of the numbers of forks
     */
    private double sigma(ShrunkVariance prior, double betweenRuns, double shares) {
        return Math.sqrt(Math.max(ShrunkVariance.LEAST, within * prior.of(variance() / within, degrees())) * shares + betweenRuns * betweenRuns);
    }

    /** The test of what changed: the t test, and the rank test besides where there are so many forks that it could find something. */
    RatioTest test(Background background) {
        double own = difference() - background.common();
        double explained = explained(difference());
        StudentTest student = new StudentTest(own - Math.max(0, explained), own - Math.min(0, explained),
                sigma(background.prior(), background.betweenRuns()), degrees() + background.prior().priorDegrees());
        return RankTest.leastP(before.length, after.length) > background.rankLevel() ? student
                : RatioTest.both(student, RankTest.of(before, after, background.common(), explained));
    }

    /**
     * What the test would be with so many forks a side, where there are fewer. The ratio is taken as seen, less what chance has probably added,
     * and the estimate to miss it by as much as half of all estimates do.
     */
    RatioTest forecast(Background background, int forks) {
        int first = Math.max(forks, before.length);
        int second = Math.max(forks, after.length);
        double seen = difference() - background.common();
        double now = sigma(background.prior(), background.betweenRuns()) / seen;
        double own = seen == 0 ? 0 : seen * Math.max(0, 1 - now * now);
        double sigma = sigma(background.prior(), background.betweenRunsAtLeast(), 1.0 / first + 1.0 / second);
        double explained = explained(difference());
        return new StudentTest(own - Math.max(0, explained) - HALF * sigma, own - Math.min(0, explained) + HALF * sigma, sigma,
                first + second - 2 + background.prior().priorDegrees());
    }
}
