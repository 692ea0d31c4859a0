package genops.plot.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import genops.plot.chart.Chart;
import genops.plot.chart.Json;
import genops.plot.chart.Limits;
import genops.plot.chart.Options;
import genops.plot.chart.Palette;
import genops.results.document.Measurement;
import genops.results.statistics.Ceilings;
import genops.results.statistics.Disturbance;
import genops.results.statistics.Estimate;
import genops.results.statistics.KernelId;
import genops.results.statistics.Metrics;
import genops.results.table.HeldBack;
import genops.results.table.Numbers;
import genops.shapes.operator.OperatorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every kernel of ours over the fastest kernel of a vendor's library, shape by shape. */
public final class VendorComparison {
    private static final int ROW = 18;
    private static final int AROUND = 150;
    private static final String REFERENCE = "reference";

    /** The measurements of one shape in one precision. */
    private record Row(OperatorType type, String shape, Metrics vendor, List<Metrics> ours) {

        Estimate ratio(Metrics kernel) {
            return vendor.nanoseconds().over(kernel.nanoseconds());
        }
    }

    private VendorComparison() {}

    /** The figure of the view's number of threads. */
    public static Chart of(View view) {
        List<Row> rows = rows(view);
        List<String> kernels = rows.stream().flatMap(r -> r.ours.stream()).map(m -> m.measurement().kernel()).distinct().sorted().toList();
        List<String> names = rows.stream().map(r -> r.type.label() + " " + r.shape).toList();
        Limits limits = Limits.of(rows.stream().flatMap(r -> r.ours.stream().map(m -> r.ratio(m).value())).toList());
        ObjectNode axis = Options.ratioAxis("time of the vendor's fastest kernel over time of ours (right of 1×: ours is faster)");
        limits.to(axis);
        ObjectNode option = Options.option(Options.rows(), axis, Options.categories(names, true));
        ArrayNode series = option.withArray("series");
        for (int k = 0; k < kernels.size(); k++) {
            String kernel = kernels.get(k);
            series(rows, kernel, k, limits).forEach(series::add);
        }
        if (!kernels.isEmpty()) {
            ((ObjectNode) series.get(0)).set("markLine", Options.line(1, "vendor", true));
        }
        List<String> missing = kernels.isEmpty()
                ? List.of("No shape was measured with both a vendor's kernel and one of ours; run: java -jar "
                + "benchmarks.jar --kernel " + (view.selection().threads() == 0 ? "cuda,cublas" : "vector,onednn,openblas")) : List.of();
        return new Chart(view.id("vendor"), view.title("Kernels against the vendor's library"),
                "Time of the vendor's fastest kernel over that of each of ours at the same shape, precision and threads, with 95 % "
                        + "intervals; "
                        + view.source() + "." + heldBack(view), List.of(), missing, AROUND + ROW * names.size(),
                kernels.isEmpty() ? Optional.empty() : Optional.of(option));
    }

    private static String heldBack(View view) {
        String text = HeldBack.in(view.document()).text();
        return text.isEmpty() ? "" : " A library was held back: " + text + "; ratios to it say nothing about it by itself.";
    }

    private static List<Row> rows(View view) {
        Ceilings ceilings = Ceilings.of(view.document());
        Map<List<String>, List<Metrics>> groups = new LinkedHashMap<>();
        view.document().measurements().stream().filter(m -> m.threads() == view.selection().threads())
                .flatMap(m -> Metrics.of(m, ceilings).stream())
                .forEach(m -> groups.computeIfAbsent(key(m.measurement()), k -> new ArrayList<>()).add(m));
        List<Row> rows = new ArrayList<>();
        for (List<Metrics> group : groups.values()) {
            Optional<Metrics> vendor = group.stream().filter(m -> id(m).vendor())
                    .min(Comparator.comparingDouble(m -> m.nanoseconds().value()));
            List<Metrics> ours = group.stream().filter(m -> !id(m).vendor() && !id(m).backend().equals(REFERENCE)).toList();
            Measurement any = group.getFirst().measurement();
            if (vendor.isPresent() && !ours.isEmpty()) {
                rows.add(new Row(OperatorType.of(any.operator()), any.shape(), vendor.get(), ours));
            }
        }
        rows.sort(Comparator.comparing(Row::type));
        return rows;
    }

    private static List<String> key(Measurement m) {
        return List.of(m.operator(), m.shape(), m.precision());
    }

    private static KernelId id(Metrics metrics) {
        return KernelId.of(metrics.measurement().kernel());
    }

    private static List<ObjectNode> series(List<Row> rows, String kernel, int n, Limits limits) {
        ArrayNode points = Json.array();
        ArrayNode errors = Json.array();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            for (Metrics ours : row.ours) {
                if (ours.measurement().kernel().equals(kernel)) {
                    Estimate ratio = row.ratio(ours);
                    points.add(point(row, ours, ratio, i, Palette.colour(n), limits));
                    if (!limits.clips(ratio.value())) {
                        Options.interval(errors, i, ratio, 0);
                    }
                }
            }
        }
        String colour = Palette.colour(n);
        ObjectNode scatter = Json.object("type", "scatter", "name", kernel, "symbol", Palette.symbol(n), "symbolSize", 10, "data", points,
                "itemStyle", Options.mark(colour, true), "z", 4);
        return errors.isEmpty() ? List.of(scatter) : List.of(scatter, Options.errorBars(kernel, colour, errors));
    }

    private static ObjectNode point(Row row, Metrics ours, Estimate ratio, int category, String colour, Limits limits) {
        Optional<String> doubt = Disturbance.of(ours.measurement()).or(() -> Disturbance.of(row.vendor.measurement()));
        ObjectNode point = Json.object("value", Json.array(limits.clip(ratio.value()), category));
        limits.mark(point, ratio.value(), Numbers.ratio(ratio.value()));
        doubt.ifPresent(d -> point.set("itemStyle", Options.mark(colour, false)));
        point.set("tooltip", Options.tooltip(row.type.label() + " " + row.shape, ours.measurement().kernel() + ": "
                + Numbers.time(ours.nanoseconds()), row.vendor.measurement().kernel() + ": " + Numbers.time(row.vendor.nanoseconds()),
                "ratio " + Numbers.ratio(ratio), doubt.map(d -> "in doubt: " + d).orElse("")));
        return point;
    }
}
