package genops.results.table;

import genops.results.document.Measurement;
import genops.results.document.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Why cases have no time: one line for each reason, however many cases share it. */
final class WithoutTime {

    /** What cases must share to share a line. */
    private record Cause(Status status, String reason) {}

    private WithoutTime() {}

    static String lines(List<Measurement> measurements) {
        Map<Cause, List<Measurement>> causes = new LinkedHashMap<>();
        measurements.stream().filter(m -> m.status() != Status.MEASURED)
                .forEach(m -> causes.computeIfAbsent(new Cause(m.status(), m.reason()), c -> new ArrayList<>()).add(m));
        StringBuilder text = new StringBuilder();
        causes.forEach((cause, cases) -> text.append(cause.status().words()).append(": ").append(subject(cases)).append(": ")
                .append(cause.reason()).append('\n'));
        return text.toString();
    }

    private static String subject(List<Measurement> cases) {
        Measurement first = cases.getFirst();
        return cases.size() == 1 ? first.operator() + " " + first.shape() + " " + first.kernel()
                : cases.size() + " cases of " + cases.stream().map(Measurement::kernel).distinct().collect(Collectors.joining(", "));
    }
}
