package genops.plot.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import genops.plot.chart.Chart;
import genops.plot.chart.Json;
import genops.plot.chart.Options;
import genops.plot.chart.Palette;
import genops.results.layout.LayoutCost.Way;
import genops.results.layout.LayoutCost;
import genops.results.layout.LayoutText;
import genops.results.table.Numbers;
import java.util.List;
import java.util.Optional;

/** The same attention FLOPs spent on spatial attention and on temporal attention in its layouts. */
public final class TemporalLayouts {
    private static final int ROW = 76;
    private static final int AROUND = 130;
    private static final double GIGA = 1e9;

    private TemporalLayouts() {}

    /** The figure. */
    public static Chart of(View view) {
        List<LayoutCost> costs = LayoutCost.of(view.measured().catalog(), view.measured().times());
        List<String> names = costs.stream().map(LayoutCost::name).distinct().toList();
        ObjectNode option = Options.option(Options.rows(), Options.linearAxis("rate in FLOP/s; all bars of a group do the same FLOPs", "si"),
                Options.categories(names, true));
        for (Way way : Way.values()) {
            option.withArray("series").add(series(way, names, costs));
        }
        return new Chart(view.id("temporal-layouts"), view.title("Memory behaviour of temporal attention"),
                "Rate of one temporal attention in place, rearranged and back, and on sequences that are contiguous already, and of spatial "
                        + "attention of the same FLOPs, each by the fastest kernels; hovering tells time, bytes and GB/s; " + view.source() + ".",
                costs.isEmpty() ? List.of() : List.of(LayoutText.CACHE_MISSES),
                costs.isEmpty() ? List.of("The layouts were not measured; run: java -jar benchmarks.jar --suite temporal-layouts")
                        : List.of(), AROUND + ROW * names.size(), costs.isEmpty() ? Optional.empty() : Optional.of(option));
    }

    private static ObjectNode series(Way way, List<String> names, List<LayoutCost> costs) {
        ArrayNode data = Json.array();
        for (String name : names) {
            Optional<LayoutCost> cost = costs.stream().filter(c -> c.way() == way && c.name().equals(name)).findFirst();
            ObjectNode bar = Json.object("value", cost.map(c -> GIGA * c.gigaflopsPerSecond()).orElse(0.0));
            cost.ifPresent(c -> bar.set("tooltip", Options.tooltip(name, way.label() + ": " + Numbers.time(c.nanoseconds()),
                    Numbers.significant(c.gigaflopsPerSecond()) + " GFLOP/s, " + Numbers.bytes(c.bytes()) + ", "
                            + Numbers.significant(c.gigabytesPerSecond()) + " GB/s", String.join(", ", c.kernels()))));
            data.add(bar);
        }
        return Json.object("type", "bar", "name", way.label(), "data", data, "barCategoryGap", "22%", "itemStyle",
                Options.fill(Palette.colour(way.ordinal()), true));
    }
}
