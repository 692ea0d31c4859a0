package genops.results.changepoint;

import genops.results.TestDocuments;
import genops.results.TestRuns;
import genops.results.comparison.Change;
import genops.results.comparison.Comparer;
import genops.results.comparison.Comparison;
import genops.results.comparison.Thresholds;
import genops.results.comparison.Undecided;
import genops.results.comparison.Verdict;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.shapes.operator.Linear;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What {@code compare} makes of two simulated runs with so many forks.
 *
 * @param forks a side
 * @param falseChanges share told slower or faster, nothing having changed
 * @param unchanged share told unchanged, nothing having changed
 * @param forecast share decided or told to be decided with ten forks, nothing having changed
 * @param missed share of the slowed measurements that are told unchanged
 * @param slowed the comparison in which some are slowed, one for each repetition
 */
record ComparedRates(int forks, double falseChanges, double unchanged, double forecast, double missed, List<Comparison> slowed) {
    static final int FORECAST = 10;
    private static final int REPETITIONS = 3;

    static ComparedRates of(int forks, double[] deviations, IntPredicate slower, double step) {
        List<Comparison> same = IntStream.range(0, REPETITIONS).mapToObj(r -> compare(forks, deviations, i -> 0, 400 + r)).toList();
        List<Comparison> slowed = IntStream.range(0, REPETITIONS)
                .mapToObj(r -> compare(forks, deviations, i -> slower.test(i) ? Math.log1p(step) : 0, 450 + r)).toList();
        return new ComparedRates(forks, share(same, i -> true, ComparedRates::told), share(same, i -> true, c -> c.verdict() == Verdict.UNCHANGED),
                share(same, i -> true, c -> c.undecided().map(ComparedRates::soon).orElse(true)),
                share(slowed, slower, c -> c.verdict() == Verdict.UNCHANGED), slowed);
    }

    /** The share with a verdict, be it wrong, nothing having changed. */
    double decided() {
        return falseChanges + unchanged;
    }

    private static boolean told(Change change) {
        return change.verdict() == Verdict.SLOWER || change.verdict() == Verdict.FASTER;
    }

    private static boolean soon(Undecided undecided) {
        return undecided.forks().orElse(Integer.MAX_VALUE) <= FORECAST;
    }

    /** Of the measurements with these numbers, in all repetitions, the share for which something holds. */
    private static double share(List<Comparison> comparisons, IntPredicate which, Predicate<Change> holds) {
        return comparisons.stream().flatMap(c -> IntStream.range(0, c.changes().size()).filter(which).mapToObj(c.changes()::get))
                .mapToInt(c -> holds.test(c) ? 1 : 0).average().orElseThrow();
    }

    /** Of the measurements with these numbers the share that is told slower although, or because, they were slowed. */
    double found(IntPredicate which) {
        return share(slowed, which, c -> c.verdict() == Verdict.SLOWER);
    }

    private static Comparison compare(int forks, double[] deviations, IntToDoubleFunction step, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return Comparer.compare(run(forks, deviations, i -> 0, random), run(forks, deviations, step, random), Set.of(), Thresholds.DEFAULT);
    }

    private static RunDocument run(int forks, double[] deviations, IntToDoubleFunction step, SplittableRandom random) {
        double machine = Noise.DRIFT * random.nextGaussian();
        List<Measurement> all = IntStream.range(0, deviations.length).mapToObj(i -> TestDocuments.measured(new Linear(8 + i, 16, 32, false),
                "vector/gemm", Noise.forks(machine + step.applyAsDouble(i), deviations[i], forks, random))).toList();
        return TestRuns.night(0, all);
    }
}
