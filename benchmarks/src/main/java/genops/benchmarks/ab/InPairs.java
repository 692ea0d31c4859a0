package genops.benchmarks.ab;

import genops.benchmarks.run.RunRequest;
import genops.results.comparison.Thresholds;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Compares cases, each by forks in which A and B take turns. First each case has the forks of its first look. Then those that are not decided
 * have the time that is left, look by look, first the one that probably takes fewest forks more.
 */
public final class InPairs {
    private final Forks forks;
    private final Thresholds thresholds;
    private final Looks looks;
    private final PrintStream out;
    private final Random random = new Random();

    /**
     * @param most forks of a case
     * @param thresholds of all cases and looks together: these share the rate of false alarms, so that it is the rate at which anything is told
     *     by chance
     */
    public InPairs(RunRequest request, PairedBuilds builds, int most, Thresholds thresholds, PrintStream out) {
        this(new PairFork(request, builds)::time, most, thresholds, out);
    }

    /**
     * Gives each case so many forks, be it decided or not, as long as the time lasts.
     *
     * @param thresholds of all cases together
     */
    public static InPairs ofForks(RunRequest request, PairedBuilds builds, int count, Thresholds thresholds, PrintStream out) {
        return new InPairs(new PairFork(request, builds)::time, new Looks(List.of(count)), thresholds, out);
    }

    InPairs(Forks forks, int most, Thresholds thresholds, PrintStream out) {
        this(forks, Looks.upTo(most), thresholds, out);
    }

    InPairs(Forks forks, Looks looks, Thresholds thresholds, PrintStream out) {
        this.forks = forks;
        this.looks = looks;
        this.thresholds = thresholds;
        this.out = out;
    }

    /** What times a fork, as {@link PairFork#time} does. */
    interface Forks {
        PairFork.Outcome time(PairedCase wanted, int number, boolean reversed, long place);
    }

    /** Times the cases until all are decided or have had the most forks, or the time is over; one result for each, in their order. */
    public List<PairedResult> run(List<PairedCase> cases, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Thresholds each = looks.each(new Thresholds(thresholds.effect(), thresholds.falseDiscoveries() / cases.size()));
        List<ForkSeries> all = cases.stream().map(c -> new ForkSeries(c, looks, each)).toList();
        all.forEach(series -> {
            if (System.nanoTime() < end) {
                untilLook(series, end);
            }
        });
        List<ForkSeries> open = open(all, end);
        while (!open.isEmpty()) {
            untilLook(open.getFirst(), end);
            open = open(all, end);
        }
        return all.stream().map(ForkSeries::result).toList();
    }

    /** Those that further forks may decide in the time that is left, the most promising first. */
    private static List<ForkSeries> open(List<ForkSeries> all, long end) {
        return all.stream().filter(s -> s.open() && fits(s, end)).sorted(Comparator.comparingDouble(s -> s.missing() * s.forkSeconds())).toList();
    }

    private static boolean fits(ForkSeries series, long end) {
        return System.nanoTime() + 1e9 * series.forkSeconds() < end;
    }

    private void untilLook(ForkSeries series, long end) {
        do {
            boolean reversed = series.nextReversed(random);
            series.add(forks.time(series.wanted(), series.count(), reversed, random.nextLong()), reversed);
        } while (!series.atLook() && fits(series, end));
        out.println(PairedText.line(series.result()));
    }
}
