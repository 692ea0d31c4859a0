package genops.results.comparison;

import genops.results.comparison.Undecided.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How many measurements are not decided, and what would decide how many of them, in one line. */
final class UndecidedText {

    private UndecidedText() {}

    /** The line; empty where all are decided. */
    static String lines(List<Change> changes) {
        List<Undecided> all = changes.stream().flatMap(c -> c.undecided().stream()).toList();
        if (all.isEmpty()) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        Map<Integer, Long> byForks = all.stream().map(Undecided::forks).filter(OptionalInt::isPresent)
                .collect(Collectors.groupingBy(OptionalInt::getAsInt, TreeMap::new, Collectors.counting()));
        byForks.forEach((forks, count) -> add(parts, count, parts.isEmpty() ? "probably would be with " + forks + " forks a side" : "with " + forks));
        add(parts, all.stream().filter(u -> u.reason() == Reason.FORKS && u.forks().isEmpty()).count(), "with more forks yet, sooner by ab");
        add(parts, count(all, Reason.RUNS), "by ab alone: the noise lies between the runs");
        add(parts, count(all, Reason.DRIFT), "by ab alone: the drift of the machine's ceilings explains the difference");
        add(parts, count(all, Reason.ONE_FORK), "with a second fork at least (-f 3)");
        return "not decided: " + all.size() + "; of them " + String.join(", ", parts) + "\n";
    }

    private static long count(List<Undecided> all, Reason reason) {
        return all.stream().filter(u -> u.reason() == reason).count();
    }

    private static void add(List<String> parts, long count, String how) {
        if (count > 0) {
            parts.add(count + " " + how);
        }
    }
}
