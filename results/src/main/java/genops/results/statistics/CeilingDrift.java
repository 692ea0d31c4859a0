package genops.results.statistics;

import genops.results.document.Ceiling;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far a limit of the machine, the median of the fastest fork, moved while it was measured several times: nothing of the code under
 * test is in it, so what moves it is the machine, a neighbour on it, its clock or its temperature.
 *
 * @param name of the ceiling
 * @param threads threads that worked together; 0 for a device
 * @param share the slowest time over the fastest, less 1
 */
public record CeilingDrift(String name, int threads, double share) {
    /** Above it a run is suspect. */
    public static final double LIMIT = 0.10;

    private record Key(String name, int threads) {}

    /** The drift of every ceiling that was measured more than once. */
    public static List<CeilingDrift> of(List<Ceiling> ceilings) {
        Map<Key, DoubleSummaryStatistics> times = ceilings.stream().filter(c -> c.nanoseconds().length > 0)
                .collect(Collectors.groupingBy(c -> new Key(c.name(), c.threads()),
                        () -> new TreeMap<>(Comparator.comparing(Key::name).thenComparing(Key::threads)),
                        Collectors.summarizingDouble(c -> Samples.fastestFork(c.nanoseconds()).value() / c.unitsPerOperation())));
        return times.entrySet().stream().filter(e -> e.getValue().getCount() > 1)
                .map(e -> new CeilingDrift(e.getKey().name, e.getKey().threads, e.getValue().getMax() / e.getValue().getMin() - 1)).toList();
    }

    /** Why a run with these ceilings is suspect, in one line; empty where it is not. */
    public static Optional<String> suspicion(List<Ceiling> ceilings) {
        return of(ceilings).stream().max(Comparator.comparingDouble(CeilingDrift::share)).filter(d -> d.share > LIMIT)
                .map(d -> String.format(Locale.ROOT, "%s drifted by %.0f%%, more than %.0f%%", d.text(), 100 * d.share, 100 * LIMIT));
    }

    /** The ceiling in words, such as {@code ceiling read, 2 threads}. */
    public String text() {
        return "ceiling " + name + (threads == 0 ? "" : ", " + threads + (threads == 1 ? " thread" : " threads"));
    }
}
