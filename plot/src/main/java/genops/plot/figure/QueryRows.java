package genops.plot.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import genops.plot.chart.Chart;
import genops.plot.chart.Json;
import genops.plot.chart.Options;
import genops.plot.chart.Palette;
import genops.results.composition.Stack;
import genops.results.statistics.Estimate;
import genops.results.sweep.QueryGains;
import genops.results.sweep.QuerySweep;
import genops.results.table.Numbers;
import genops.shapes.operator.AttentionKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What flash attention gains over unfused attention as query rows become more, and as sequences of one query row do. */
public final class QueryRows {
    private static final int HEIGHT = 440;
    private static final double LEAST_SHOWN = 0.1;
    /** Between the last decode-like number of query rows and the next. */
    private static final double BETWEEN_KINDS = AttentionKind.FEW_QUERY_ROWS * Math.sqrt(2);

    private final ObjectNode option;
    private int curves;

    private QueryRows() {
        // of powers of two a span of so many gets three ticks, of powers of four it gets one for each
        ObjectNode rows = Options.logAxis("query rows, or sequences of one query row each", "plain").put("logBase", 4);
        rows.put("min", 1).put("max", QuerySweep.KEYS);
        option = Options.option(Options.grid(24, 84, 40, 40), rows,
                Options.vertical(Options.ratioAxis("unfused over flash")));
    }

    /** The figure of the sweep, for the stacks of a view. */
    public static Chart of(View view, QuerySweep sweep) {
        QueryRows figure = new QueryRows();
        boolean device = view.selection().threads() == 0;
        Map<Stack, List<QueryGains>> measured = new LinkedHashMap<>();
        Stack.all().stream().filter(stack -> stack.onDevice() == device).forEach(stack -> {
            List<QueryGains> gains = QueryGains.of(view.document(), sweep, stack).stream().filter(g -> !g.points().isEmpty()).toList();
            if (!gains.isEmpty()) {
                measured.put(stack, gains);
            }
        });
        measured.forEach((stack, gains) -> gains.forEach(g -> figure.add(measured.size() > 1 ? ", " + stack.title() : "", g)));
        boolean drawn = !measured.isEmpty();
        List<String> notes = drawn ? List.of("Left of the dashed line a call is decode-like, right of it prefill-like; a call of one query "
                + "row is decode-like however many sequences there are.") : List.of();
        List<String> missing = drawn ? List.of() : List.of("Attention with growing query rows was not measured. To measure it, run: "
                + "java -jar benchmarks.jar --sweep " + sweep.name() + "; the report then takes that run and this together.");
        return new Chart(view.id(sweep.name()), view.title("Gain of flash attention over query rows"), "Time of unfused over that of flash "
                + "attention of the same stack (" + measured.keySet().stream().map(Stack::title).collect(Collectors.joining(", ")) + "), with "
                + QuerySweep.HEADS + " heads against " + QuerySweep.KEYS + " keys: for one sequence of 1 to " + QuerySweep.KEYS + " query rows, and "
                + "for several sequences of one; bars are 95 % intervals; " + view.source() + ".",
                notes, missing, HEIGHT, drawn ? Optional.of(figure.option) : Optional.empty());
    }

    private void add(String suffix, QueryGains gains) {
        String name = gains.line().argument() + ", " + gains.line().title() + suffix;
        String colour = Palette.colour(curves);
        ArrayNode points = Json.array();
        ArrayNode intervals = Json.array();
        for (QueryGains.Point p : gains.points()) {
            ObjectNode point = Json.object("value", Json.array(p.value(), p.gain().value()));
            point.set("tooltip", Options.tooltip(name, gains.line().argument() + " " + p.value() + ", " + p.kind().label(),
                    Numbers.ratio(p.gain())));
            points.add(point);
            interval(intervals, p.value(), p.gain());
        }
        ObjectNode line = Json.object("type", "line", "name", name, "data", points, "symbol", Palette.symbol(curves), "symbolSize", 9,
                "showAllSymbol", true, "color", colour, "z", 4, "lineStyle",
                Json.object("color", colour, "type", gains.line().argument().equals("batch") ? "dashed" : "solid"));
        if (curves == 0) {
            line.set("markLine", Options.line(BETWEEN_KINDS, AttentionKind.DECODE_LIKE + " | " + AttentionKind.PREFILL_LIKE, false));
        }
        Stream.of(line, Json.object("type", "line", "name", name, "data", intervals, "symbol", "none", "silent", true, "color", colour,
                "lineStyle", Json.object("color", colour, "width", 1.5), "tooltip", Json.object("show", false)))
                .forEach(option.withArray("series")::add);
        curves++;
    }

    /** A vertical stroke, and a gap behind it. */
    private static void interval(ArrayNode data, int value, Estimate gain) {
        if (Double.isFinite(gain.error())) {
            // a logarithmic axis has no place for zero and below
            data.add(Json.array(value, Math.max(gain.value() - gain.error(), LEAST_SHOWN * gain.value())));
            data.add(Json.array(value, gain.value() + gain.error()));
            data.add(Json.array(value, "-"));
        }
    }
}
