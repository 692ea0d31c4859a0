package genops.results.table;

import genops.results.document.Measurement;
import genops.results.statistics.Disturbance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What is said of times in doubt: a mark before the time, and below the tables one line for each kind of reason. */
final class InDoubt {
    private static final String MARK = "~";

    private record Doubt(Measurement measurement, Disturbance disturbance) {}

    private InDoubt() {}

    /** A time as it stands in a table. */
    static String mark(Measurement measurement, String time) {
        return Disturbance.find(measurement).isPresent() ? MARK + time : time;
    }

    static String lines(List<Measurement> measurements) {
        Map<Disturbance.Kind, List<Doubt>> kinds = new EnumMap<>(Disturbance.Kind.class);
        measurements.forEach(m -> Disturbance.find(m)
                .ifPresent(d -> kinds.computeIfAbsent(d.kind(), k -> new ArrayList<>()).add(new Doubt(m, d))));
        StringBuilder text = new StringBuilder();
        kinds.forEach((kind, doubts) -> {
            Doubt worst = doubts.stream().max(Comparator.comparingDouble(d -> d.disturbance.extent())).orElseThrow();
            text.append("in doubt (").append(MARK).append("): ").append(kind.words()).append(": ")
                    .append(doubts.size() == 1 ? "1 case: " : doubts.size() + " cases, the worst: ").append(worst.measurement.operator())
                    .append(' ').append(worst.measurement.shape()).append(' ').append(worst.measurement.kernel()).append(": ")
                    .append(worst.disturbance.reason()).append('\n');
        });
        return text.toString();
    }
}
