package genops.plot.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import genops.plot.chart.Json;
import genops.plot.chart.Limits;
import genops.plot.chart.Options;
import genops.results.findings.Figure;
import genops.results.table.Numbers;
import java.util.List;

/** Ratios with their errors as points over an axis of names. */
final class Ratios {
    static final String UNKNOWN_ERROR = "A measured point without an interval: its error is not known.";

    private static final int SIZE = 11;

    private Ratios() {}

    /**
     * Adds one ratio.
     *
     * @param category position on the axis of names
     * @param offset pixels below the middle of the category
     * @param limits of the axis of ratios
     */
    static void add(ArrayNode points, ArrayNode errors, int category, int offset, String colour, Figure ratio, boolean projected,
            Limits limits) {
        ObjectNode point = Json.object("value", Json.array(limits.clip(ratio.value().value()), category));
        limits.mark(point, ratio.value().value(), Numbers.ratio(ratio.value().value()));
        point.set("tooltip", Options.tooltip(ratio.subject(), ratio.quantity() + ": " + (projected ? Numbers.ratio(ratio.value().value())
                : Numbers.ratio(ratio.value())), ratio.estimatedShare() == 0 || projected ? ""
                : "up to " + Numbers.percent(ratio.estimatedShare()) + " of the time behind it is estimated, not measured"));
        point.set("itemStyle", projected ? Options.mark(colour, false) : Options.faded(colour, 1 - ratio.estimatedShare()));
        points.add(point);
        if (!projected && !limits.clips(ratio.value().value())) {
            Options.interval(errors, category, ratio.value(), offset);
        }
    }

    /** The symbol of a series: of one part of a model or the whole, here or projected. */
    static String symbol(boolean part, boolean projected) {
        return projected ? part ? "rect" : "triangle" : part ? "circle" : "diamond";
    }

    /** The points, and their intervals where they were measured. */
    static List<ObjectNode> series(String name, String colour, String symbol, int offset, ArrayNode points, ArrayNode errors,
            boolean projected) {
        ObjectNode scatter = Json.object("type", "scatter", "name", name, "symbol", symbol, "symbolSize", SIZE, "symbolOffset",
                Json.array(0, offset), "data", points, "itemStyle", Options.mark(colour, !projected), "z", 4);
        return errors.isEmpty() ? List.of(scatter) : List.of(scatter, Options.errorBars(name, colour, errors));
    }
}
