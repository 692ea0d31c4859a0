package genops.results.export;

import genops.results.history.History;
import genops.results.history.Point;
import genops.results.history.Run;
import genops.results.history.Series;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * A history as OpenMetrics text for Prometheus: the time of one call and the half-width of its 95 % interval as gauges in seconds, with the
 * time stamps of the nights, and for each night the commit, JDK and system as an info metric. Several nights are for
 * {@code promtool tsdb create-blocks-from openmetrics}; one alone can be scraped from a file.
 */
public final class OpenMetricsExport {
    private static final double NANOSECONDS = 1e9;

    private OpenMetricsExport() {}

    /** The text, which ends in {@code # EOF}; suspect nights are left out. */
    public static String of(History history) {
        StringBuilder text = new StringBuilder();
        family(text, "genops_call_seconds", "Time of one call: median over forks of fork medians.", history, p -> p.value().value());
        family(text, "genops_call_error_seconds", "Half-width of the 95 % interval of that time.", history, p -> p.value().error());
        text.append("# TYPE genops_run info\n# HELP genops_run What was measured on a night.\n");
        history.runs().stream().filter(r -> !r.isSuspect()).forEach(r -> text.append("genops_run_info{")
                .append(labels(info(r))).append("} 1 ").append(r.time().toEpochSecond()).append('\n'));
        return text.append("# EOF\n").toString();
    }

    private static void family(StringBuilder text, String name, String help, History history, ToDoubleFunction<Point> value) {
        text.append("# TYPE ").append(name).append(" gauge\n# UNIT ").append(name).append(" seconds\n# HELP ").append(name).append(' ')
                .append(help).append('\n');
        for (Series series : history.series()) {
            for (Point point : series.sound()) {
                double seconds = value.applyAsDouble(point) / NANOSECONDS;
                if (Double.isFinite(seconds)) {
                    text.append(name).append('{').append(labels(identity(series, point.run()))).append("} ").append(seconds).append(' ')
                            .append(point.run().time().toEpochSecond()).append('\n');
                }
            }
        }
    }

    private static Map<String, String> identity(Series series, Run run) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("operator", series.key().operator());
        labels.put("shape", series.key().shape());
        labels.put("kernel", series.key().kernel());
        labels.put("precision", series.key().precision());
        labels.put("threads", "" + series.key().threads());
        if (!series.key().setting().isEmpty()) {
            labels.put("setting", series.key().setting());
        }
        labels.put("machine", run.hardware());
        return labels;
    }

    private static Map<String, String> info(Run run) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("commit", run.commit());
        labels.put("machine", run.hardware());
        labels.put("jdk", run.machine().jdk());
        labels.put("os", run.machine().os());
        return labels;
    }

    private static String labels(Map<String, String> labels) {
        return labels.entrySet().stream().map(l -> l.getKey() + "=\"" + escaped(l.getValue()) + '"').collect(Collectors.joining(","));
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
