package genops.plot.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import genops.plot.chart.Chart;
import genops.plot.chart.Json;
import genops.plot.chart.Options;
import genops.plot.chart.Palette;
import genops.results.composition.Composition;
import genops.results.findings.Evidence;
import genops.results.roofline.AttentionVariant;
import genops.results.statistics.UncertainSum;
import genops.results.table.Numbers;
import genops.shapes.catalog.Entry;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.OperatorClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Time of one inference by operator class, before and after flash attention: C1 and C2. */
public final class OperatorBreakdown {
    private static final int BAR = 22;
    private static final int AROUND = 130;
    /** A bar longer than this, relative to the unfused whole, is cut off and its length written: it must not scale the others. */
    private static final double LONGEST = 1.25;

    private OperatorBreakdown() {}

    /** The figure with the measured times, or with the projected ones. */
    public static Chart of(View view, boolean projected) {
        Evidence evidence = projected ? view.projected() : view.measured();
        List<String> missing = new ArrayList<>();
        List<Pipeline> models = evidence.models().stream().filter(m -> complete(evidence, m, missing)).toList();
        List<String> names = new ArrayList<>();
        models.forEach(m -> {
            for (AttentionVariant variant : AttentionVariant.values()) {
                names.add(m.name() + ", " + variant.label());
            }
        });
        ObjectNode axis = Options.linearAxis("time of one inference over its time with unfused attention", "percent");
        ArrayNode cut = cut(evidence, models);
        if (!cut.isEmpty()) {
            axis.put("max", LONGEST);
        }
        ObjectNode option = Options.option(Options.rows(), axis, Options.categories(names, true));
        for (OperatorClass operatorClass : OperatorClass.values()) {
            series(evidence, models, operatorClass, true, projected).ifPresent(option.withArray("series")::add);
            if (!projected) {
                series(evidence, models, operatorClass, false, projected).ifPresent(option.withArray("series")::add);
            }
        }
        if (!cut.isEmpty()) {
            option.withArray("series").add(Json.object("type", "scatter", "name", "longer than the axis", "symbol", "triangle",
                    "symbolRotate",
                    -90, "symbolSize", 12, "data", cut, "itemStyle", Options.mark(Palette.GREY, true), "z", 5));
        }
        String what = projected ? "projected to " + view.projection()
                : "measured, with striped parts estimated from the roofline of measured shapes; " + view.source();
        return new Chart(projected ? "breakdown-projected" : view.id("breakdown"), projected ? "Operator breakdown, projected"
                : view.title("Operator breakdown"),
                "Share of every operator class in the time of one inference with unfused and with flash attention, "
                + what + "; all bars of a model are relative to its whole time with unfused attention.", List.of(), missing,
                AROUND + BAR * names.size(), models.isEmpty() ? Optional.empty() : Optional.of(option));
    }

    /** An arrow with its number for every bar that is longer than the axis. */
    private static ArrayNode cut(Evidence evidence, List<Pipeline> models) {
        ArrayNode data = Json.array();
        for (int m = 0; m < models.size(); m++) {
            double reference = evidence.composition(models.get(m), AttentionVariant.UNFUSED).time().value();
            for (AttentionVariant variant : AttentionVariant.values()) {
                double length = evidence.composition(models.get(m), variant).time().value() / reference;
                if (length > LONGEST) {
                    ObjectNode arrow = Json.object("value", Json.array(LONGEST, AttentionVariant.values().length * m + variant.ordinal()));
                    arrow.set("label", Json.object("show", true, "position", "left", "formatter", Numbers.percent(length)));
                    data.add(arrow);
                }
            }
        }
        return data;
    }

    private static boolean complete(Evidence evidence, Pipeline model, List<String> missing) {
        Optional<String> first = View.missing(evidence, model, e -> true);
        first.ifPresent(missing::add);
        return first.isEmpty();
    }

    private static Optional<ObjectNode> series(Evidence evidence, List<Pipeline> models, OperatorClass operatorClass, boolean measured,
            boolean projected) {
        ArrayNode data = Json.array();
        double sum = 0;
        for (Pipeline model : models) {
            double reference = evidence.composition(model, AttentionVariant.UNFUSED).time().value();
            for (AttentionVariant variant : AttentionVariant.values()) {
                Composition composition = evidence.composition(model, variant);
                Predicate<Entry> ofClass = e -> e.type().operatorClass() == operatorClass;
                UncertainSum time = composition.time(ofClass);
                double estimated = composition.estimatedShare(ofClass);
                double part = time.value() * (measured ? 1 - estimated : estimated) / reference;
                sum += part;
                ObjectNode bar = Json.object("value", part);
                bar.set("tooltip", Options.tooltip(model.name() + ", " + variant.label() + " attention", operatorClass.label() + ": "
                        + (projected ? Numbers.time(time.value()) + ", projected" : Numbers.time(time.estimate())),
                        Numbers.percent(composition.share(operatorClass).value()) + " of the time of one inference, "
                                + Numbers.time(composition.time().value()),
                        estimated == 0 ? "" : Numbers.percent(estimated) + " of it estimated, not measured"));
                data.add(bar);
            }
        }
        return sum == 0 ? Optional.empty() : Optional.of(Json.object("type", "bar", "stack", "time", "name", operatorClass.label(),
                "data", data, "barCategoryGap", "25%", "itemStyle", Options.fill(Palette.of(operatorClass), measured && !projected)));
    }
}
