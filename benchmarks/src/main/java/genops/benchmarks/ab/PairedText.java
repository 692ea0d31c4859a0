package genops.benchmarks.ab;

import genops.results.comparison.Verdict;
import genops.results.statistics.Interval;
import genops.results.table.Numbers;
import genops.results.table.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What comparisons in pairs tell, in words. */
public final class PairedText {
    /** Below it the share that others took is not worth telling. */
    private static final double FOREIGN = 0.05;

    private PairedText() {}

    /** What is known of a case now. */
    static String line(PairedResult result) {
        return result.wanted().text() + ": " + result.failure().orElseGet(() -> "B/A " + ratio(result) + " by " + forks(result.count())
                + ", " + verdict(result));
    }

    /** All cases, those that are not decided and what they would take, and a line that counts. */
    public static String of(List<PairedResult> results) {
        StringBuilder text = new StringBuilder();
        TextTable table = new TextTable("case", ">A", ">B", ">B/A", ">interval", ">forks", ">s a fork", "verdict");
        results.stream().filter(r -> r.failure().isEmpty()).forEach(r -> table.row(r.wanted().text(), Numbers.time(r.base()),
                Numbers.time(r.candidate()), r.ratio().map(i -> number(i.value())).orElse(Numbers.NONE),
                r.ratio().map(i -> ends(i.interval())).orElse(Numbers.NONE), Integer.toString(r.count()),
                String.format(Locale.ROOT, "%.1f", r.forkSeconds()), verdict(r)));
        if (!table.isEmpty()) {
            text.append(table);
        }
        results.stream().filter(r -> r.failure().isPresent()).forEach(r -> text.append(line(r)).append('\n'));
        double foreign = results.stream().mapToDouble(PairedResult::foreign).filter(Double::isFinite).average().orElse(0);
        if (foreign > FOREIGN) {
            text.append("others took ").append(Numbers.percent(foreign)).append(" of the processors\n");
        }
        return text.append(summary(results)).append('\n').toString();
    }

    private static String summary(List<PairedResult> results) {
        long failed = results.stream().filter(r -> r.failure().isPresent()).count();
        return results.size() - failed + " compared: " + count(results, Verdict.SLOWER) + ", " + count(results, Verdict.FASTER) + ", "
                + count(results, Verdict.UNCHANGED) + ", " + count(results, Verdict.UNDECIDED) + (failed == 0 ? "" : "; " + failed + " cannot be run");
    }

    private static String count(List<PairedResult> results, Verdict verdict) {
        Predicate<PairedResult> has = r -> r.verdict().stream().anyMatch(v -> v == verdict);
        return results.stream().filter(has).count() + " " + verdict.label();
    }

    private static String verdict(PairedResult result) {
        Verdict verdict = result.verdict().orElseThrow();
        return verdict != Verdict.UNDECIDED ? verdict.label() : verdict.label() + ": " + (result.forksToDecide().isPresent()
                ? "about " + more(result.forksToDecide().getAsInt() - result.count(), result.forkSeconds())
                : "too few forks to say how many it takes");
    }

    private static String more(int forks, double seconds) {
        return forks(forks) + " more, " + String.format(Locale.ROOT, "%.1f minutes", forks * seconds / 60);
    }

    private static String forks(int count) {
        return count + (count == 1 ? " fork" : " forks");
    }

    private static String ratio(PairedResult result) {
        return result.ratio().map(i -> number(i.value()) + " (" + ends(i.interval()) + ")").orElse("unknown");
    }

    private static String ends(Interval interval) {
        return Double.isInfinite(interval.high()) ? "unknown" : number(interval.low()) + " to " + number(interval.high());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
