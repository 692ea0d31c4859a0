package genops.results.comparison;

import genops.results.document.MeasurementKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names what a later run lost, and what failed in it beside: one line for a backend that is gone, and one for every other measurement. */
public final class LostText {

    private LostText() {}

    /**
     * The lines; empty where nothing was lost and nothing failed.
     *
     * @param lost what the earlier run has a time of and the later one has not
     * @param present what the later run has a time of
     * @param failed what failed in the later run, and has no time in the earlier one either
     */
    public static String lines(List<Lost> lost, Collection<MeasurementKey> present, List<Lost> failed) {
        StringBuilder text = new StringBuilder();
        Set<Lost> told = new HashSet<>();
        for (LostBackend backend : LostBackend.of(lost, present)) {
            text.append("lost: ").append(backend.text()).append('\n');
            told.addAll(backend.lost());
        }
        lost.stream().filter(l -> !told.contains(l)).forEach(l -> line(text, "lost: ", l));
        failed.forEach(l -> line(text, "", l));
        return text.toString();
    }

    private static void line(StringBuilder text, String before, Lost lost) {
        text.append(before).append(lost.key().text()).append(": ").append(lost.reason()).append('\n');
    }
}
