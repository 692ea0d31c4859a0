package genops.results.comparison;

import genops.results.document.MeasurementKey;
import genops.results.statistics.KernelId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A backend that had times in an earlier run and has none in a later one, as when its library or its device is gone.
 *
 * @param name the backend, e.g. {@code onednn}
 * @param lost its measurements
 */
public record LostBackend(String name, List<Lost> lost) {

    public LostBackend {
        lost = List.copyOf(lost);
    }

    /**
     * The backends of which nothing is left.
     *
     * @param lost what the later run has no time of
     * @param present what it has
     */
    public static List<LostBackend> of(Collection<Lost> lost, Collection<MeasurementKey> present) {
        Set<String> left = present.stream().map(LostBackend::backend).collect(Collectors.toSet());
        Map<String, List<Lost>> gone = new LinkedHashMap<>();
        lost.stream().filter(l -> !left.contains(backend(l.key()))).forEach(l -> gone.computeIfAbsent(backend(l.key()), k -> new ArrayList<>())
                .add(l));
        return gone.entrySet().stream().map(e -> new LostBackend(e.getKey(), e.getValue())).toList();
    }

    private static String backend(MeasurementKey key) {
        return KernelId.of(key.kernel()).backend();
    }

    /** One line, e.g. {@code backend onednn: none of its 12 measurements has a time any more: not among the cases}. */
    public String text() {
        List<String> reasons = lost.stream().map(Lost::reason).distinct().toList();
        return "backend " + name + ": " + (lost.size() == 1 ? "its measurement has no time" : "none of its " + lost.size() + " measurements has a time")
                + " any more: " + reasons.getFirst() + (reasons.size() == 1 ? "" : "; and " + (reasons.size() - 1) + " other reasons");
    }
}
