package genops.results.changepoint;

import genops.results.changepoint.Standing.Pending;
import genops.results.changepoint.Standing.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How many series are not decided, and what would decide how many of them, in one line. */
final class PendingText {

    private PendingText() {}

    /** The line; empty where all are decided. */
    static String line(List<Standing> standings) {
        List<Pending> all = standings.stream().flatMap(s -> s.pending().stream()).toList();
        if (all.isEmpty()) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        add(parts, count(all, Reason.SUSPECT_RUN), "of a suspect run");
        add(parts, count(all, Reason.SUSPECTED), "suspected until " + Judge.CONFIRMING + " nights agree");
        nights(all, Reason.BASELINE).forEach((n, count) -> add(parts, count, "with a baseline after " + nights(n)));
        nights(all, Reason.NIGHTS).forEach((n, count) -> add(parts, count, "probably after " + nights(n)));
        add(parts, count(all, Reason.NOISE), "by more forks a night (-f) or by ab: the nights scatter too much");
        return "not decided: " + all.size() + "; of them " + String.join(", ", parts) + "\n";
    }

    private static Map<Integer, Long> nights(List<Pending> all, Reason reason) {
        return all.stream().filter(p -> p.reason() == reason)
                .collect(Collectors.groupingBy(p -> p.nights().orElseThrow(), TreeMap::new, Collectors.counting()));
    }

    private static String nights(int count) {
        return count + (count == 1 ? " more night" : " more nights");
    }

    private static long count(List<Pending> all, Reason reason) {
        return all.stream().filter(p -> p.reason() == reason).count();
    }

    private static void add(List<String> parts, long count, String how) {
        if (count > 0) {
            parts.add(count + " " + how);
        }
    }
}
