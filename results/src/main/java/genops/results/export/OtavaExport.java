package genops.results.export;

import genops.results.history.History;
import genops.results.history.Point;
import genops.results.history.Run;
import genops.results.history.Series;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A history as CSV for Apache Otava: a column {@code time} (ISO 8601), a column {@code commit}, and one for each series with its time in
 * nanoseconds; one row for each night that is not suspect. A series that was not measured on a night has an empty cell there. Beside it
 * goes a configuration that names the columns, for Otava wants each one listed.
 */
public final class OtavaExport {

    private OtavaExport() {}

    /** The CSV (RFC 4180, with line feeds). */
    public static String csv(History history) {
        List<Map<Run, Point>> columns = history.series().stream().map(OtavaExport::byRun).toList();
        StringBuilder text = new StringBuilder();
        text.append(Stream.concat(Stream.of("time", "commit"), history.series().stream().map(OtavaExport::column))
                .map(OtavaExport::cell).collect(Collectors.joining(","))).append('\n');
        for (Run run : history.runs()) {
            if (!run.isSuspect()) {
                text.append(cell(run.time().toString())).append(',').append(cell(run.commit()));
                for (Map<Run, Point> column : columns) {
                    Point point = column.get(run);
                    text.append(',').append(point == null ? "" : Double.toString(point.value().value()));
                }
                text.append('\n');
            }
        }
        return text.toString();
    }

    /**
     * The configuration of Otava that reads the CSV.
     *
     * @param file where the CSV is
     */
    public static String configuration(History history, String file) {
        StringBuilder text = new StringBuilder("tests:\n  genops:\n    type: csv\n    file: ").append(quoted(file))
                .append("\n    time_column: time\n    attributes: [commit]\n    metrics:\n");
        history.series().forEach(s -> text.append("      ").append(quoted(column(s))).append(":\n        column: ").append(quoted(column(s)))
                .append("\n        direction: -1\n"));
        return text.toString();
    }

    private static Map<Run, Point> byRun(Series series) {
        Map<Run, Point> points = new IdentityHashMap<>();
        series.points().forEach(p -> points.put(p.run(), p));
        return points;
    }

    /** The name of a series: no blanks, which Otava's own options split at. */
    private static String column(Series series) {
        String name = String.join(".", series.key().operator(), series.key().shape(), series.key().kernel(), series.key().precision(),
                "t" + series.key().threads() + (series.key().setting().isEmpty() ? "" : "." + series.key().setting()));
        return (series.hardware().isEmpty() ? name : name + "@" + series.hardware()).replaceAll("\\s+", "_");
    }

    private static String cell(String text) {
        return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r') ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
