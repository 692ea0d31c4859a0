package genops.plot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import genops.plot.chart.Json;
import genops.results.changepoint.ChangePoint;
import genops.results.changepoint.HistoryText;
import genops.results.history.History;
import genops.results.history.Point;
import genops.results.history.Run;
import genops.results.history.Series;
import genops.shapes.catalog.Catalog;
import genops.shapes.catalog.Entry;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A history as one HTML page that works from disk: the times of every measurement with their intervals and change points, and below them its ratios
 * to each reference, those that changed most first. A series is drawn as it comes into view, so that a year of a thousand of them opens at once.
 */
public final class HistoryPage {
    private static final MathContext DIGITS = new MathContext(4);
    private static final MathContext DIGITS_OF_ERRORS = new MathContext(2);
    private static final double PER_MILLE = 1000;
    /** Stands for an error that is not known. */
    private static final BigDecimal UNKNOWN = BigDecimal.valueOf(-1);

    private final History history;
    private final Map<Series, List<ChangePoint>> changes = new HashMap<>();
    private final Map<String, List<Series>> ratios = new HashMap<>();
    private final Map<Run, Integer> places = new IdentityHashMap<>();
    private final Map<String, Set<String>> models = new HashMap<>();

    private HistoryPage(History history, List<ChangePoint> changePoints, Catalog catalog) {
        this.history = history;
        changePoints.forEach(c -> changes.computeIfAbsent(c.series(), s -> new ArrayList<>()).add(c));
        history.ratios().forEach(s -> ratios.computeIfAbsent(measurement(s), k -> new ArrayList<>()).add(s));
        for (Run run : history.runs()) {
            places.put(run, places.size());
        }
        for (Entry e : catalog.entries()) {
            models.computeIfAbsent(e.type().label() + " " + e.shape(), k -> new LinkedHashSet<>()).add(e.model());
        }
    }

    /**
     * The page.
     *
     * @param changePoints those of the history's series
     * @param catalog tells which models use a shape
     */
    public static String html(History history, List<ChangePoint> changePoints, Catalog catalog) {
        return new HistoryPage(history, changePoints, catalog).page(changePoints.size());
    }

    private String page(int changePoints) {
        List<Series> ordered = history.series().stream()
                .sorted(Comparator.comparingDouble((Series s) -> -largest(s)).thenComparing(s -> s.key().text())).toList();
        StringBuilder html = Page.open("genops history");
        html.append("<h1>History</h1>\n<p>").append(history.runs().size()).append(" nights, ").append(ordered.size())
                .append(" measurements, ").append(changePoints).append(" change points; the largest changes first.");
        if (!history.runs().isEmpty()) {
            html.append(" From ").append(Html.escape(history.runs().getFirst().time().toString())).append(" to ")
                    .append(Html.escape(history.runs().getLast().time().toString())).append('.');
        }
        html.append(" Band: 95 % interval; hollow: the machine was disturbed that night.</p>\n");
        StringBuilder files = new StringBuilder();
        history.leftOut().forEach(l -> files.append(l.reason()).append('\n'));
        if (!files.isEmpty()) {
            Html.details(html, history.leftOut().size() + " files are left out", files.toString());
        }
        html.append("<form>\n");
        select(html, "model", ordered.stream().flatMap(s -> modelsOf(s).stream()).toList());
        select(html, "operator", ordered.stream().map(s -> s.key().operator()).toList());
        select(html, "kernel", ordered.stream().map(s -> s.key().kernel()).toList());
        html.append("<label>shape <input name=\"shape\" type=\"search\"></label>\n")
                .append("<label><input name=\"changed\" type=\"checkbox\"> changed only</label>\n<output></output>\n</form>\n")
                .append("<noscript><p>Scripts are off: java -jar benchmarks.jar history says the same as text.</p></noscript>\n")
                .append("<div id=\"series\"></div>\n<script type=\"application/json\" id=\"history\">")
                .append(Html.script(data(ordered).toString())).append("</script>\n");
        return Page.close(html, "history.js");
    }

    private static void select(StringBuilder html, String name, Collection<String> values) {
        html.append("<label>").append(name).append(" <select name=\"").append(name).append("\"><option value=\"\">all</option>");
        new TreeSet<>(values).forEach(v -> html.append("<option>").append(Html.escape(v)).append("</option>"));
        html.append("</select></label>\n");
    }

    private Set<String> modelsOf(Series series) {
        return models.getOrDefault(series.key().operator() + " " + series.key().shape(), Set.of());
    }

    /** What a series of times and those of its ratios have in common. */
    private static String measurement(Series series) {
        return new Series(series.key(), series.hardware(), List.of()).text();
    }

    private List<Series> ratiosOf(Series series) {
        return ratios.getOrDefault(measurement(series), List.of());
    }

    private double largest(Series series) {
        return Stream.concat(Stream.of(series), ratiosOf(series).stream()).flatMap(s -> changes.getOrDefault(s, List.of()).stream()).mapToDouble(c -> Math.abs(Math.log(c.ratio()))).max().orElse(0);
    }

    /** Nights and machines once, then the points of each series as places of nights, nanoseconds or ratios, and errors in per mille. */
    private ObjectNode data(List<Series> ordered) {
        List<String> machines = history.runs().stream().map(HistoryPage::machine).distinct().toList();
        ArrayNode runs = Json.array();
        history.runs().forEach(r -> runs.add(Json.array(r.time().toInstant().toEpochMilli(), r.commit(), machines.indexOf(machine(r)),
                r.suspect())));
        ArrayNode series = Json.array();
        ordered.forEach(s -> series.add(series(s)));
        return Json.object("machines", machines, "runs", runs, "series", series);
    }

    private static String machine(Run run) {
        return run.machine().cpu() + ", " + run.machine().cores() + " processors; " + run.machine().jdk();
    }

    private ObjectNode series(Series series) {
        ArrayNode ratios = Json.array();
        ratiosOf(series).forEach(r -> ratios.add(course(r)));
        return course(series).setAll(Json.object("name", series.text(), "operator", series.key().operator(), "shape", series.key().shape(),
                "kernel", series.key().kernel(), "models", modelsOf(series), "ratios", ratios));
    }

    private ObjectNode course(Series series) {
        ArrayNode nights = Json.array();
        ArrayNode values = Json.array();
        ArrayNode errors = Json.array();
        for (Point p : series.points()) {
            nights.add(places.get(p.run()));
            values.add(new BigDecimal(p.value().value()).round(DIGITS).stripTrailingZeros());
            double error = PER_MILLE * p.value().relativeError();
            errors.add(Double.isFinite(error) ? new BigDecimal(error).round(DIGITS_OF_ERRORS).stripTrailingZeros() : UNKNOWN);
        }
        ArrayNode steps = Json.array();
        changes.getOrDefault(series, List.of()).forEach(c -> steps.add(Json.array(places.get(c.firstAfter()), c.ratio(),
                HistoryText.value(series, c.before()) + " to " + HistoryText.value(series, c.after()) + ", " + c.cause())));
        return Json.object("reference", series.shortReference(), "nights", nights, "values", values, "errors", errors, "steps", steps);
    }
}
