package genops.plot.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import genops.plot.chart.Chart;
import genops.plot.chart.Json;
import genops.plot.chart.Options;
import genops.plot.chart.Palette;
import genops.results.findings.Evidence;
import genops.results.roofline.AttentionVariant;
import genops.results.sweep.ModelSweep;
import genops.results.sweep.Series;
import genops.results.table.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** How FLOPs and time of groups of calls grow with an argument of a model, such as the size of the image: FLOPs, time, projection. */
public final class Scaling {
    private static final int HEIGHT = 420;
    private static final String[] LEFTS = {"7%", "40%", "73%"};
    private static final String WIDTH = "25%";

    private final View view;
    private final ModelSweep sweep;
    private final ObjectNode option;
    private final List<String> notes = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    private Scaling(View view, ModelSweep sweep) {
        this.view = view;
        this.sweep = sweep;
        option = Json.object("animation", false, "tooltip", Json.object("trigger", "item", "confine", true), "legend",
                Json.object("top", 0, "type", "plain"));
    }

    /** The figure of one sweep. */
    public static Chart of(View view, ModelSweep sweep) {
        return new Scaling(view, sweep).chart();
    }

    private Chart chart() {
        panel(0, "FLOP of one inference", "si");
        panel(1, "time here", "seconds");
        panel(2, "time, projected", "seconds");
        List<Series> flash = sweep.series(view.measured().times(), AttentionVariant.FLASH);
        List<Series> unfused = sweep.series(view.measured().times(), AttentionVariant.UNFUSED);
        for (int i = 0; i < flash.size(); i++) {
            flops(flash.get(i), flashName(flash.get(i), unfused.get(i)), i);
        }
        crossing(0, flash, flash.stream().map(Series::flops).toList(), "FLOPs");
        times(1, view.measured(), flash, unfused);
        times(2, view.projected(), sweep.series(view.projected().times(), AttentionVariant.FLASH),
                sweep.series(view.projected().times(), AttentionVariant.UNFUSED));
        missing(flash);
        return new Chart(view.id("scaling-" + sweep.name()),
                view.title("Scaling with " + sweep.parameter() + ": " + sweep.model() + ", " + sweep.stage()),
                "FLOPs and time of groups of calls in one inference of " + sweep.model() + "'s " + sweep.stage() + " against "
                        + sweep.parameter() + ": FLOPs from the shapes, time here (hollow: at least in part estimated), time projected to "
                        + view.projection() + "; " + view.source() + ".", notes, missing, HEIGHT, Optional.of(option));
    }

    private void panel(int n, String name, String format) {
        option.withArray("grid").add(Json.object("left", LEFTS[n], "width", WIDTH, "top", 72, "bottom", 62));
        option.withArray("xAxis").add(Options.logAxis(sweep.parameter() + unit(), "plain").put("gridIndex", n).put("logBase", 2)
                .put("min", sweep.values().getFirst()).put("max", sweep.values().getLast()));
        option.withArray("yAxis").add(Options.vertical(Options.logAxis(name, format)).put("gridIndex", n));
    }

    private String unit() {
        return switch (sweep.parameter()) {
            case "image" -> " (height and width in pixels)";
            case "prompt" -> " (tokens)";
            default -> "";
        };
    }

    /** Flash attention has the FLOPs of attention, so that one entry of the legend shows both. */
    private static String flashName(Series flash, Series unfused) {
        return flash.group() + (dependsOnVariant(flash, unfused) ? ", flash" : "");
    }

    private static boolean dependsOnVariant(Series flash, Series unfused) {
        return !flash.times().equals(unfused.times());
    }

    private void flops(Series series, String name, int n) {
        ArrayNode data = Json.array();
        for (int i = 0; i < sweep.values().size(); i++) {
            add(data, i, series.flops().get(i), series.group(), Numbers.scaled(series.flops().get(i)) + "FLOP, from the shapes", true);
        }
        line(0, name, n, data, "solid");
    }

    private void times(int panel, Evidence evidence, List<Series> flash, List<Series> unfused) {
        for (int i = 0; i < flash.size(); i++) {
            time(panel, evidence, flash.get(i), flashName(flash.get(i), unfused.get(i)), i, "solid");
            if (dependsOnVariant(flash.get(i), unfused.get(i))) {
                time(panel, evidence, unfused.get(i), unfused.get(i).group() + ", unfused", i, "dashed");
            }
        }
        crossing(panel, flash, flash.stream().map(Series::times).toList(), panel == 1 ? "time here" : "projected time");
    }

    private void time(int panel, Evidence evidence, Series series, String name, int n, String dash) {
        ArrayNode data = Json.array();
        for (int i = 0; i < sweep.values().size(); i++) {
            double seconds = series.nanoseconds().get(i).value() / 1e9;
            double estimated = series.estimatedShares().get(i);
            if (series.unknown().get(i) == 0 && seconds > 0) {
                add(data, i, seconds, name + ", " + evidence.name(), panel == 2 ? Numbers.time(seconds * 1e9) + ", projected"
                        : Numbers.time(series.nanoseconds().get(i).estimate()) + (estimated == 0 ? ", measured"
                        : ", " + Numbers.percent(estimated) + " of it estimated"), panel == 1 && estimated == 0);
            }
        }
        line(panel, name, n, data, dash);
    }

    private void add(ArrayNode data, int value, double y, String name, String text, boolean solid) {
        if (y > 0) {
            ObjectNode point = Json.object("value", Json.array(sweep.values().get(value), y));
            point.set("tooltip", Options.tooltip(name, sweep.parameter() + " " + sweep.values().get(value) + ": " + text));
            point.set("itemStyle", Options.mark(colourOf(name), solid));
            data.add(point);
        }
    }

    private String colourOf(String name) {
        return IntStream.range(0, sweep.groups().size()).filter(i -> name.startsWith(sweep.groups().get(i).name()))
                .mapToObj(Palette::colour).findFirst().orElse(Palette.GREY);
    }

    private void line(int panel, String name, int n, ArrayNode data, String dash) {
        option.withArray("series").add(Json.object("type", "line", "name", name, "xAxisIndex", panel, "yAxisIndex", panel, "data", data,
                "symbol", Palette.symbol(n), "symbolSize", 8, "showAllSymbol", true, "color", Palette.colour(n), "lineStyle",
                Json.object("color", Palette.colour(n), "type", dash)));
    }

    private void crossing(int panel, List<Series> series, List<List<Double>> curves, String what) {
        Series.crossing(sweep.values(), curves.get(0), curves.get(1)).ifPresent(at -> {
            notes.add("The " + what + " of " + series.get(0).group() + " and " + series.get(1).group() + " cross at "
                    + sweep.parameter() + " = "
                    + Math.round(at) + (panel == 0 ? "." : " with flash attention."));
            ArrayNode all = option.withArray("series");
            ((ObjectNode) all.get(all.size() - 1)).set("markLine", Options.line(at, "" + Math.round(at), false));
        });
    }

    private void missing(List<Series> flash) {
        boolean unknown = flash.stream().anyMatch(s -> s.unknown().stream().anyMatch(u -> u > 0));
        boolean estimated = flash.stream().anyMatch(s -> s.estimatedShares().stream().anyMatch(e -> e > 0));
        if (unknown || estimated) {
            missing.add((unknown ? "Where no kernel of a group was measured its time is not drawn." : "Hollow times are estimated from the "
                    + "roofline of measured shapes.") + " To measure these shapes, run: java -jar benchmarks.jar --sweep " + sweep.name()
                    + "; the report then takes that run and this together.");
        }
    }
}
