package genops.plot.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import genops.plot.chart.Chart;
import genops.plot.chart.Json;
import genops.plot.chart.Options;
import genops.plot.chart.Palette;
import genops.results.table.Numbers;
import genops.shapes.catalog.Catalog;
import genops.shapes.catalog.SequenceLength;
import genops.shapes.model.Pipeline;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;

/** The length of the sequences that self-attention sees from the first to the last call of an inference: C4. */
public final class SequenceLengthCourse {
    private static final int COLUMNS = 3;
    private static final int ROW = 250;
    private static final int TOP = 56;
    private static final int BETWEEN = 110;
    private static final double LEFT = 5;
    private static final double COLUMN = 33.5;
    private static final String WIDTH = "26%";

    private SequenceLengthCourse() {}

    /** The figure, one panel for each model; it follows from the shapes alone. */
    public static Chart of(List<Pipeline> models) {
        ObjectNode option = Json.object("animation", false, "tooltip", Json.object("trigger", "item", "confine", true));
        List<Pipeline> shown = models.stream().filter(m -> !Catalog.selfAttention(m).isEmpty()).toList();
        for (int i = 0; i < shown.size(); i++) {
            panel(option, shown.get(i), i);
        }
        return new Chart("sequence-length", "Sequence length over the course of one inference (C4)",
                "Sequence length of every self-attention call of one inference, in order of execution with one step of every network, each "
                        + "network in a colour of its own; from the models' shapes, the same on every machine.",
                List.of(), List.of(), ROW * Math.ceilDiv(shown.size(), COLUMNS),
                shown.isEmpty() ? Optional.empty() : Optional.of(option));
    }

    private static void panel(ObjectNode option, Pipeline model, int n) {
        List<SequenceLength> calls = Catalog.selfAttention(model);
        IntSummaryStatistics lengths = calls.stream().mapToInt(SequenceLength::queryLength).summaryStatistics();
        option.withArray("grid").add(Json.object("left", LEFT + COLUMN * (n % COLUMNS) + "%", "width", WIDTH, "top",
                TOP + ROW * (n / COLUMNS), "height", ROW - BETWEEN));
        option.withArray("xAxis").add(Options.linearAxis("self-attention call", "plain").put("gridIndex", n).put("nameGap", 26));
        List<String> stages = calls.stream().map(SequenceLength::stage).distinct().toList();
        option.withArray("yAxis").add(titled(model.name() + ": query positions", stages).put("gridIndex", n).put("logBase", 2)
                .put("min", Integer.highestOneBit(lengths.getMin()))
                .put("max", Integer.highestOneBit(2 * lengths.getMax() - 1)));
        for (String stage : stages) {
            option.withArray("series").add(series(model, calls, stage, n, stages.indexOf(stage)));
        }
    }

    /** A vertical axis with the networks below its name, each in the colour of its line. */
    private static ObjectNode titled(String name, List<String> stages) {
        StringBuilder title = new StringBuilder(name).append('\n');
        ObjectNode styles = Json.object();
        for (int i = 0; i < stages.size(); i++) {
            title.append("{s").append(i).append('|').append(stages.get(i)).append("}  ");
            styles.set("s" + i, Json.object("color", Palette.colour(i), "lineHeight", 18));
        }
        ObjectNode axis = Options.vertical(Options.logAxis(title.toString(), "plain"));
        ((ObjectNode) axis.get("nameTextStyle")).set("rich", styles);
        return axis;
    }

    private static ObjectNode series(Pipeline model, List<SequenceLength> calls, String stage, int panel, int n) {
        ArrayNode data = Json.array();
        for (int i = 0; i < calls.size(); i++) {
            SequenceLength call = calls.get(i);
            if (call.stage().equals(stage)) {
                ObjectNode point = Json.object("value", Json.array(i + 1, call.queryLength()));
                point.set("tooltip", Options.tooltip(model.name() + ", " + stage, "call " + (i + 1) + " of " + calls.size() + ": "
                        + call.queryLength() + " query positions, " + call.keyLength() + " keys (" + call.kind() + ")",
                        "in each of " + Numbers.significant(call.steps()) + " steps"));
                data.add(point);
            }
        }
        return Json.object("type", "line", "step", "middle", "name", model.name() + ", " + stage, "xAxisIndex", panel, "yAxisIndex", panel,
                "symbol", "circle", "symbolSize", 4, "showAllSymbol", true, "data", data, "color", Palette.colour(n), "lineStyle",
                Json.object("color", Palette.colour(n), "width", 1.5));
    }
}
