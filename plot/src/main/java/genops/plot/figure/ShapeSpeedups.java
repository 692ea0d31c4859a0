package genops.plot.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import genops.plot.chart.Chart;
import genops.plot.chart.Json;
import genops.plot.chart.Limits;
import genops.plot.chart.Options;
import genops.plot.chart.Palette;
import genops.results.composition.CallTime;
import genops.results.findings.KindGain;
import genops.results.roofline.AttentionVariant;
import genops.results.statistics.Estimate;
import genops.results.table.Numbers;
import genops.shapes.operator.AttentionKind;
import genops.shapes.operator.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What flash attention gains at each measured shape, by the kind of call, with the geometric mean of each kind. */
public final class ShapeSpeedups {
    private static final int HEIGHT = 420;
    /** Points of a kind lie in this many lines, so that they do not hide each other. */
    private static final int LINES = 7;
    private static final int BETWEEN = 9;
    private static final int BELOW = 44;
    private static final AttentionKind[] KINDS = AttentionKind.values();

    private record Point(int kind, Operator shape, Estimate ratio, String note, boolean doubtful) {}

    private ShapeSpeedups() {}

    /** The figure. */
    public static Chart of(View view) {
        List<Point> points = new ArrayList<>();
        for (AttentionKind kind : KINDS) {
            List<Operator> shapes = KindGain.shapes(kind, view.measured());
            KindGain.ratios(shapes, view.measured()).forEach(r -> points.add(new Point(kind.ordinal(), r.shape(), r.value(),
                    r.inTurns() ? "kernels in turns" : "forks of their own", false)));
            shapes.forEach(s -> doubtful(view, kind, s).ifPresent(points::add));
        }
        Limits limits = Limits.of(points.stream().map(p -> p.ratio.value()).toList());
        ObjectNode axis = Options.ratioAxis("time with unfused over time with flash attention, at one shape");
        limits.to(axis);
        ObjectNode option = Options.option(Options.rows(), axis, Options.categories(Arrays.stream(KINDS).map(AttentionKind::label)
                .toList(), true));
        ArrayNode series = option.withArray("series");
        for (AttentionKind kind : KINDS) {
            series.add(shapes(kind, points.stream().filter(p -> p.kind == kind.ordinal()).toList(), limits));
        }
        means(series, view, limits);
        ((ObjectNode) series.get(0)).set("markLine", Options.line(1, "", true));
        return new Chart(view.id("flash-speedup-shapes"), view.title("Speed-up by flash attention at single shapes"),
                "What flash attention gains at every measured shape, by the kind of call its shape resembles, and the geometric mean of each "
                        + "kind with its 95 % interval (grey); " + view.source() + ".",
                List.of("Hollow: a time is in doubt, since something disturbed it; it does not count in the mean. The mean of kernels that "
                        + "took turns leaves out shapes at which they did not."),
                points.isEmpty() ? List.of("No shape was measured with both unfused and flash attention; run: java -jar benchmarks.jar "
                        + "--operator attention" + (view.measured().stackOption().isEmpty() ? "" : " " + view.measured().stackOption()))
                        : List.of(),
                HEIGHT, points.isEmpty() ? Optional.empty() : Optional.of(option));
    }

    private static Optional<Point> doubtful(View view, AttentionKind kind, Operator shape) {
        CallTime unfused = view.measured().times().of(shape, AttentionVariant.UNFUSED);
        CallTime flash = view.measured().times().of(shape, AttentionVariant.FLASH);
        if (!(unfused instanceof CallTime.Doubtful) && !(flash instanceof CallTime.Doubtful)) {
            return Optional.empty();
        }
        return time(unfused).flatMap(u -> time(flash).map(f -> new Point(kind.ordinal(), shape, u.over(f), "in doubt: "
                + (unfused instanceof CallTime.Doubtful d ? d.doubt() : ((CallTime.Doubtful) flash).doubt()), true)));
    }

    private static Optional<Estimate> time(CallTime time) {
        return switch (time) {
            case CallTime.Measured m -> Optional.of(m.nanoseconds());
            case CallTime.Doubtful d -> Optional.of(d.nanoseconds());
            case CallTime.StandIn s -> Optional.empty();
            case CallTime.Estimated e -> Optional.empty();
            case CallTime.Projected p -> Optional.empty();
            case CallTime.Unknown u -> Optional.empty();
        };
    }

    private static ObjectNode shapes(AttentionKind kind, List<Point> points, Limits limits) {
        String colour = Palette.colour(kind.ordinal());
        ArrayNode data = Json.array();
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            ObjectNode item = Json.object("value", Json.array(limits.clip(point.ratio.value()), point.kind), "symbolOffset",
                    Json.array(0, (i % LINES - LINES / 2) * BETWEEN));
            limits.mark(item, point.ratio.value(), Numbers.ratio(point.ratio.value()));
            item.set("itemStyle", Options.mark(colour, !point.doubtful));
            item.set("tooltip", Options.tooltip(point.shape.type().label() + " " + point.shape.text(), kind.label(),
                    Numbers.ratio(point.ratio) + ", " + point.note));
            data.add(item);
        }
        return Json.object("type", "scatter", "name", kind.label(), "symbol", Palette.symbol(kind.ordinal()), "symbolSize", 9, "data", data,
                "itemStyle", Options.mark(colour, true), "z", 4);
    }

    private static void means(ArrayNode series, View view, Limits limits) {
        ArrayNode data = Json.array();
        ArrayNode errors = Json.array();
        for (KindGain gain : view.judgement().gains().kinds()) {
            ObjectNode item = Json.object("value", Json.array(limits.clip(gain.mean().value()), gain.kind().ordinal()));
            item.set("tooltip", Options.tooltip(gain.kind().label(), "geometric mean " + gain.text()));
            data.add(item);
            Options.interval(errors, gain.kind().ordinal(), gain.mean(), BELOW);
        }
        Ratios.series("geometric mean", Palette.GREY, "diamond", BELOW, data, errors, false).forEach(series::add);
    }
}
