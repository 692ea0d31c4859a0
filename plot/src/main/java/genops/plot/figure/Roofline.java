package genops.plot.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import genops.plot.chart.Chart;
import genops.plot.chart.Json;
import genops.plot.chart.Options;
import genops.plot.chart.Palette;
import genops.results.document.Measurement;
import genops.results.statistics.Ceilings;
import genops.results.statistics.Disturbance;
import genops.results.statistics.Estimate;
import genops.results.statistics.KernelId;
import genops.results.statistics.Metrics;
import genops.results.table.Numbers;
import genops.shapes.operator.OperatorClass;
import genops.shapes.operator.OperatorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every measured shape under the measured ceilings of its machine (Williams et al., 2009), by operator class and backend. */
public final class Roofline {
    private static final int HEIGHT = 620;
    private static final int LEGEND = 190;
    private static final double GIGA = 1e9;

    private Roofline() {}

    /** The figure of one number of threads, the one that the view's models are made of. */
    public static Chart of(View view) {
        Ceilings ceilings = Ceilings.of(view.document());
        int threads = view.selection().threads();
        List<Metrics> metrics = view.document().measurements().stream().filter(m -> m.threads() == threads)
                .flatMap(m -> Metrics.of(m, ceilings).stream()).toList();
        List<Metrics> drawn = metrics.stream().filter(m -> m.measurement().flops() > 0).toList();
        ObjectNode option = Options.option(Options.grid(24, 34, LEGEND, 40), Options.logAxis("arithmetic intensity in FLOP/byte", "plain"),
                Options.vertical(Options.logAxis("rate in FLOP/s", "si")));
        option.set("legend", Json.object("orient", "vertical", "right", 0, "top", 20, "type", "plain"));
        ArrayNode series = option.withArray("series");
        List<String> backends = drawn.stream().map(Roofline::backend).distinct().sorted().toList();
        for (OperatorClass operatorClass : OperatorClass.values()) {
            for (String backend : backends) {
                List<Metrics> part = drawn.stream()
                        .filter(m -> type(m).operatorClass() == operatorClass && backend(m).equals(backend)).toList();
                if (!part.isEmpty()) {
                    series.add(points(operatorClass, backend, backends.indexOf(backend), part));
                }
            }
        }
        double least = drawn.stream().mapToDouble(Metrics::intensity).min().orElse(1) / 2;
        double most = drawn.stream().mapToDouble(Metrics::intensity).max().orElse(1) * 2;
        List<String> notes = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        roofs(series, ceilings, threads, least, most, notes, missing);
        if (drawn.isEmpty()) {
            missing.add("No shape with floating-point operations was measured; run: java -jar benchmarks.jar");
        }
        if (metrics.size() > drawn.size()) {
            notes.add(metrics.size() - drawn.size() + " measurements of operators that only move data have no FLOPs and so no place here; "
                    + "the table of measurements has them.");
        }
        String workers = threads == 0 ? "on the device" : "at " + threads + " threads";
        return new Chart(view.id("roofline"), view.title("Roofline of every measured shape"),
                "Rate of every measured kernel and shape " + workers + " over arithmetic intensity (FLOPs over least bytes), under the "
                        + "measured ceilings; " + view.source() + ".", notes, missing, HEIGHT,
                drawn.isEmpty() ? Optional.empty() : Optional.of(option));
    }

    private static OperatorType type(Metrics metrics) {
        return OperatorType.of(metrics.measurement().operator());
    }

    private static String backend(Metrics metrics) {
        return KernelId.of(metrics.measurement().kernel()).backend();
    }

    private static ObjectNode points(OperatorClass operatorClass, String backend, int symbol, List<Metrics> part) {
        ArrayNode data = Json.array();
        for (Metrics m : part) {
            Measurement measurement = m.measurement();
            ObjectNode point = Json.object("value", Json.array(m.intensity(), GIGA * m.gigaflopsPerSecond()));
            point.set("tooltip", Options.tooltip(measurement.operator() + " " + measurement.shape(), measurement.kernel() + ", "
                    + measurement.precision(), Numbers.time(m.nanoseconds()), Numbers.significant(m.gigaflopsPerSecond()) + " GFLOP/s, "
                    + Numbers.significant(m.gigabytesPerSecond()) + " GB/s",
                    m.ceilingShare().map(s -> Numbers.percent(s) + " of the ceiling").orElse(""),
                    Disturbance.of(measurement).map(d -> "in doubt: " + d).orElse("")));
            Disturbance.of(measurement)
                    .ifPresent(d -> point.set("itemStyle", Options.mark(Palette.of(operatorClass), false)));
            data.add(point);
        }
        return Json.object("type", "scatter", "name", operatorClass.label() + ", " + backend, "symbol", Palette.symbol(symbol),
                "symbolSize", 9, "data", data, "itemStyle", Options.mark(Palette.of(operatorClass), true));
    }

    private static void roofs(ArrayNode series, Ceilings ceilings, int threads, double least, double most, List<String> notes,
            List<String> missing) {
        Optional<Estimate> peak = ceilings.peak(threads);
        if (peak.isEmpty() || ceilings.readBandwidth(threads).isEmpty()) {
            missing.add("The ceilings at this number of threads were not measured, so no roof is drawn; run: java -jar benchmarks.jar");
            return;
        }
        ceilings.readBandwidth(threads).ifPresent(b -> series.add(roof("read", "solid", peak.get(), b, least, most)));
        if (threads != 0) {
            ceilings.copyBandwidth(threads).ifPresent(b -> series.add(roof("copy", "dashed", peak.get(), b, least, most)));
        }
        notes.add("Attention, convolution and linear layers are held to the read bandwidth, the others to the copy bandwidth. A point "
                + "above its roof has its data in a cache.");
    }

    private static ObjectNode roof(String name, String dash, Estimate peak, Estimate bandwidth, double least, double most) {
        double ridge = peak.value() / bandwidth.value();
        ArrayNode data = Json.array();
        List.of(Math.min(least, ridge), ridge, Math.max(most, ridge)).forEach(intensity -> {
            ObjectNode point = Json.object("value",
                    Json.array(intensity, Math.min(peak.value(), bandwidth.value() * intensity)));
            point.set("tooltip", Options.tooltip("ceiling: peak " + Numbers.significant(peak.value() / GIGA) + " GFLOP/s, " + name + " "
                    + Numbers.significant(bandwidth.value() / GIGA) + " GB/s", "ridge at " + Numbers.significant(ridge) + " FLOP/byte"));
            data.add(point);
        });
        return Json.object("type", "line", "name", "roof of peak and " + name, "data", data, "symbol", "none", "color", Palette.GREY,
                "lineStyle", Json.object("color", Palette.GREY, "type", dash, "width", 2), "z", 1);
    }
}
