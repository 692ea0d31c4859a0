package genops.benchmarks.ab;

import genops.benchmarks.run.Case;
import genops.results.comparison.Change;
import genops.results.comparison.Comparer;
import genops.results.comparison.Comparison;
import genops.results.comparison.Thresholds;
import genops.results.comparison.Verdict;
import genops.results.document.RunDocument;
import genops.results.merge.Merge;
import genops.results.table.Numbers;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Two builds on one machine in one session, fork by fork: A B A B … What disturbs the machine for longer than a fork disturbs both alike,
 * so that differences show which two runs one after the other would hide.
 */
public final class Interleaved {
    private final JarFork base;
    private final JarFork candidate;
    private final Looks looks;
    private final Thresholds thresholds;
    private final PrintStream out;
    private final List<Merge.Part> before = new ArrayList<>();
    private final List<Merge.Part> after = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /**
     * Two builds.
     *
     * @param base jar of A
     * @param candidate jar of B, which is held against A
     * @param options of the runs of both
     * @param pairs the most pairs of forks of a case
     */
    public Interleaved(Path base, Path candidate, List<String> options, int pairs, Thresholds thresholds, PrintStream out) {
        this.base = new JarFork(base, options);
        this.candidate = new JarFork(candidate, options);
        looks = Looks.upTo(pairs);
        this.thresholds = looks.each(thresholds);
        this.out = out;
    }

    /**
     * What came of it.
     *
     * @param comparison of all cases that both builds can run; empty where there is none
     * @param failures one line for each case that one of them cannot run
     */
    public record Result(Optional<Comparison> comparison, List<String> failures) {}

    /** Times the cases, one after the other, sharing the time among them. */
    public Result run(List<Case> cases, Duration time) throws IOException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (int i = 0; i < cases.size(); i++) {
            long share = (end - System.nanoTime()) / (cases.size() - i);
            out.println("case " + (i + 1) + "/" + cases.size() + ": " + text(cases.get(i)) + ": " + time(cases.get(i), System.nanoTime() + share));
        }
        return new Result(before.isEmpty() ? Optional.empty() : Optional.of(compare(before, after)), List.copyOf(failures));
    }

    private static String text(Case timed) {
        return timed.text() + (timed.offer().onDevice() ? "" : ", " + timed.threads() + (timed.threads() == 1 ? " thread" : " threads"));
    }

    /** Times pairs until it is decided, no more are wanted, or the time is over; two tell at least something. */
    private String time(Case wanted, long end) throws IOException, InterruptedException {
        List<Merge.Part> a = new ArrayList<>();
        List<Merge.Part> b = new ArrayList<>();
        boolean more = true;
        while (more) {
            Optional<String> failure = fork(base, "A", wanted, a);
            if (failure.isEmpty()) {
                failure = fork(candidate, "B", wanted, b);
            }
            if (failure.isPresent()) {
                failures.add(text(wanted) + ": " + failure.get());
                return failure.get();
            }
            int pairs = a.size();
            boolean decided = looks.at(pairs) && pairs > 1 && compare(a, b).changes().getFirst().verdict() != Verdict.UNDECIDED;
            more = pairs < 2 || !decided && pairs < looks.most() && System.nanoTime() < end;
        }
        before.addAll(a);
        after.addAll(b);
        return words(compare(a, b).changes().getFirst(), a.size());
    }

    /** Times one fork; what kept it from being timed, if anything did. */
    private static Optional<String> fork(JarFork build, String name, Case wanted, List<Merge.Part> into) throws IOException, InterruptedException {
        JarFork.Outcome outcome = build.time(wanted);
        outcome.document().ifPresent(d -> into.add(new Merge.Part("fork " + (into.size() + 1) + " of " + name, d)));
        return outcome.failure().map(f -> name + " cannot run it: " + f);
    }

    private Comparison compare(List<Merge.Part> a, List<Merge.Part> b) {
        return Comparer.compareInterleaved(joined(a), joined(b), thresholds);
    }

    private static RunDocument joined(List<Merge.Part> forks) {
        return Merge.of(forks, true, false);
    }

    private static String words(Change change, int pairs) {
        return String.format(Locale.ROOT, "A %s, B %s, B/A %.3f (%.3f to %.3f) of %d pairs, %s", Numbers.time(change.before().value()),
                Numbers.time(change.after().value()), change.ratio(), change.interval().low(), change.interval().high(), pairs,
                change.verdict().label());
    }
}
