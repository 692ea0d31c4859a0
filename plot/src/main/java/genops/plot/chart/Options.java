package genops.plot.chart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import genops.results.statistics.Estimate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Parts of options of Apache ECharts that several figures use. Options are JSON, so functions are given by the name that
 * {@code figures.js} knows: {@code si}, {@code seconds}, {@code times}, {@code percent} and {@code plain} write the numbers of an axis,
 * {@code errorBar} draws intervals.
 */
public final class Options {
    /** Diagonal stripes: what was estimated or projected, not measured. */
    private static final ObjectNode STRIPES = Json.object("symbol", "rect", "dashArrayX", Json.array(1, 0), "dashArrayY",
            Json.array(3, 4), "rotation", -Math.PI / 4, "color", "rgba(255,255,255,0.65)");

    private static final double LEAST_SHOWN = 0.1;

    private Options() {}

    /** An option without series: tooltip for single items, legend on top. */
    public static ObjectNode option(ObjectNode grid, ObjectNode xAxis, ObjectNode yAxis) {
        return Json.object("animation", false, "tooltip", Json.object("trigger", "item", "confine", true), "legend",
                Json.object("top", 0, "type", "plain", "itemWidth", 14, "itemHeight", 11), "grid", grid, "xAxis", xAxis, "yAxis", yAxis, "series", Json.array());
    }

    /** A grid by its distances from the edges in pixels, axis labels not included. */
    public static ObjectNode grid(Object left, int top, Object right, int bottom) {
        return Json.object("left", left, "top", top, "right", right, "bottom", bottom, "containLabel", true);
    }

    /** The grid of a figure with an axis of names: below a legend of one or two lines, with room for long names at the left. */
    public static ObjectNode rows() {
        return grid(24, 62, 40, 40);
    }

    /** A logarithmic axis with its numbers in a format. */
    public static ObjectNode logAxis(String name, String format) {
        return named(Json.object("type", "log", "axisLabel", Json.object("formatter", format, "hideOverlap", true)), name);
    }

    /** A logarithmic axis of ratios, in powers of two. */
    public static ObjectNode ratioAxis(String name) {
        return logAxis(name, "times").put("logBase", 2);
    }

    /** A linear axis from zero. */
    public static ObjectNode linearAxis(String name, String format) {
        return named(Json.object("type", "value", "min", 0, "axisLabel", Json.object("formatter", format)), name);
    }

    /** An axis of names, the first on top or at the left. */
    public static ObjectNode categories(List<String> names, boolean vertical) {
        return Json.object("type", "category", "data", names, "inverse", vertical, "axisTick", Json.object("show", false), "axisLabel",
                Json.object("interval", 0));
    }

    private static ObjectNode named(ObjectNode axis, String name) {
        axis.put("name", name).put("nameLocation", "middle").put("nameGap", 34);
        return axis;
    }

    /** The same axis with its name upright above it, as vertical axes need. */
    public static ObjectNode vertical(ObjectNode axis) {
        axis.set("nameTextStyle", Json.object("align", "left"));
        return axis.put("nameLocation", "end").put("nameGap", 12);
    }

    /** What is shown on hovering: lines of text. */
    public static ObjectNode tooltip(String... lines) {
        return Json.object("formatter", Stream.of(lines).filter(l -> !l.isEmpty()).map(Options::escape)
                .collect(Collectors.joining("<br>")));
    }

    /** Text as HTML that ECharts does not take for a template. */
    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("{", "&#123;").replace("}", "&#125;");
    }

    /** A fill; striped for what was not measured. */
    public static ObjectNode fill(String colour, boolean measured) {
        ObjectNode style = Json.object("color", colour);
        if (!measured) {
            style.set("decal", STRIPES.deepCopy());
        }
        return style;
    }

    /** A symbol; hollow for what was not measured. */
    public static ObjectNode mark(String colour, boolean measured) {
        return measured ? Json.object("color", colour, "opacity", 1)
                : Json.object("color", "transparent", "borderColor", colour, "borderWidth", 2, "opacity", 1);
    }

    /**
     * A symbol with an outline, filled as strongly as it is measured.
     *
     * @param measured share that was measured, the rest being estimated
     */
    public static ObjectNode faded(String colour, double measured) {
        String alpha = String.format("%02x", Math.round(255 * Math.clamp(measured, 0.0, 1.0)));
        return Json.object("color", colour + alpha, "borderColor", colour, "borderWidth", 1, "opacity", 1);
    }

    /**
     * Intervals of horizontal values over an axis of names.
     *
     * @param name the series they belong to, with which they are shown and hidden
     * @param data made by {@link #interval}
     */
    public static ObjectNode errorBars(String name, String colour, ArrayNode data) {
        return Json.object("type", "custom", "name", name, "renderItem", "errorBar", "itemStyle", Json.object("color", colour), "encode",
                Json.object("x", Json.array(1, 2), "y", 0), "data", data, "silent", true, "clip", true, "z", 3, "tooltip",
                Json.object("show", false));
    }

    /**
     * Adds one interval, unless the error is not known.
     *
     * @param category position on the axis of names
     * @param offset pixels below the middle of the category
     */
    public static void interval(ArrayNode data, int category, Estimate value, int offset) {
        if (Double.isFinite(value.error())) {
            // a logarithmic axis has no place for zero and below
            data.add(Json.array(category, Math.max(value.value() - value.error(), LEAST_SHOWN * value.value()),
                    value.value() + value.error(), offset));
        }
    }

    /**
     * A dashed vertical line with a label above it, which nothing happens to on hovering.
     *
     * @param overNames whether the other axis is one of names, which runs downwards
     */
    public static ObjectNode line(double at, String label, boolean overNames) {
        return Json.object("silent", true, "symbol", "none", "animation", false, "lineStyle",
                Json.object("type", "dashed", "width", 1.5), "label",
                Json.object("formatter", label, "position", overNames ? "start" : "end"), "data",
                Json.array(Json.object("xAxis", at)));
    }
}
