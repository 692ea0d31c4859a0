package genops.plot.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import genops.plot.chart.Chart;
import genops.plot.chart.Json;
import genops.plot.chart.Options;
import genops.plot.chart.Palette;
import genops.results.composition.Composition;
import genops.results.composition.TemporalCost;
import genops.results.findings.Evidence;
import genops.results.roofline.AttentionVariant;
import genops.results.table.Numbers;
import genops.shapes.catalog.Catalog;
import genops.shapes.catalog.Entry;
import genops.shapes.model.Family;
import genops.shapes.model.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Temporal, spatial and cross attention of text-to-video models, their time beside their FLOPs: C5. */
public final class TemporalAttentionTime {
    private static final double PAPER = 0.6;
    private static final int BAR = 26;
    private static final int AROUND = 130;
    private static final List<Part> PARTS = List.of(new Part("temporal attention", TemporalCost::temporalAttention, Palette.VERMILION),
            new Part("rearrangements for it", TemporalCost::rearrangement, Palette.ORANGE),
            new Part("spatial attention", TemporalCost::spatialAttention, Palette.BLUE),
            new Part("cross attention", TemporalCost::crossAttention, Palette.SKY));

    private record Part(String name, Predicate<Entry> entries, String colour) {}

    /** One bar: the weight of some entries and what it says on hovering. */
    private interface Weight {
        double of(Predicate<Entry> entries);
    }

    private record Bar(String name, Weight weight, boolean time, double estimated, boolean projected) {}

    private TemporalAttentionTime() {}

    /** The figure. */
    public static Chart of(View view) {
        List<String> missing = new ArrayList<>();
        List<Bar> bars = new ArrayList<>();
        for (Pipeline model : view.measured().family(Family.TEXT_TO_VIDEO)) {
            bars.add(flops(view, model));
            for (AttentionVariant variant : AttentionVariant.values()) {
                times(view.measured(), model, variant, false, bars, missing);
            }
            times(view.projected(), model, AttentionVariant.FLASH, true, bars, missing);
        }
        ObjectNode option = Options.option(Options.rows(), Options.linearAxis("share of attention and of the rearrangements "
                + "that it needs", "percent").put("max", 1), Options.categories(bars.stream().map(Bar::name).toList(), true));
        PARTS.forEach(part -> {
            option.withArray("series").add(series(part, bars, false));
            option.withArray("series").add(series(part, bars, true));
        });
        ((ObjectNode) option.withArray("series").get(0)).set("markLine", Options.line(PAPER, "paper: over 60%", true));
        return new Chart(view.id("temporal-attention"), view.title("Temporal attention in text-to-video models (C5)"),
                "Temporal, spatial and cross attention as shares of the FLOPs and of the time of all attention in one inference; "
                        + view.source() + ".",
                List.of("Striped: projected to " + view.projection() + ", or at least in part estimated."), missing,
                AROUND + BAR * bars.size(), bars.isEmpty() ? Optional.empty() : Optional.of(option));
    }

    private static Bar flops(View view, Pipeline model) {
        Catalog catalog = view.measured().catalog().model(model.name());
        return new Bar(model.name() + ", FLOPs", entries -> catalog.filter(entries).entries().stream()
                .mapToDouble(e -> e.calls() * e.flops()).sum(), false, 0, false);
    }

    private static void times(Evidence evidence, Pipeline model, AttentionVariant variant, boolean projected, List<Bar> bars,
            List<String> missing) {
        Composition composition = evidence.composition(model, variant);
        evidence.missing(composition, TemporalCost::whole).ifPresentOrElse(missing::add,
                () -> bars.add(new Bar(model.name() + ", time, " + variant.label() + (projected ? ", projected" : ""),
                        entries -> composition.time(entries).value(), true, composition.estimatedShare(TemporalCost::whole), projected)));
    }

    private static ObjectNode series(Part part, List<Bar> bars, boolean striped) {
        ArrayNode data = Json.array();
        for (Bar bar : bars) {
            boolean other = (bar.projected || bar.estimated > 0) != striped;
            double all = bar.weight.of(TemporalCost::whole);
            double weight = bar.weight.of(part.entries);
            ObjectNode item = Json.object("value", other || all == 0 ? 0 : weight / all);
            item.set("tooltip", Options.tooltip(bar.name, part.name + ": " + Numbers.percent(all == 0 ? 0 : weight / all) + " of "
                    + (bar.time ? Numbers.time(all) : Numbers.scaled(all) + "FLOP"),
                    bar.estimated == 0 ? "" : Numbers.percent(bar.estimated) + " of the time estimated, not measured"));
            data.add(item);
        }
        return Json.object("type", "bar", "stack", "all", "name", part.name, "data", data, "barCategoryGap", "25%", "itemStyle",
                Options.fill(part.colour, !striped));
    }
}
