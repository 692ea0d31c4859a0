package genops.benchmarks.run;

import genops.results.composition.TemporalCost;
import genops.shapes.catalog.Catalog;
import genops.shapes.catalog.Entry;
import genops.shapes.model.Family;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorClass;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * How much of what the findings rest on each shape carries: its share in the time of the models (C1, C2), in that of their attention (C3),
 * and in that of temporal attention and what it is held against (C5).
 */
final class Importance {
    /** Three of the five observations are about the text-to-image models. */
    private static final double TEXT_TO_IMAGE = 2;

    private final Catalog catalog;
    private final List<Pipeline> pipelines;

    Importance(List<Pipeline> pipelines) {
        this.pipelines = List.copyOf(pipelines);
        catalog = Catalog.of(pipelines);
    }

    /** The share of every shape of the models, with these times of one call; of all shapes together it is 1. */
    Map<Operator, Double> of(ToDoubleFunction<Operator> seconds) {
        Map<Operator, Double> shares = new HashMap<>();
        for (Pipeline pipeline : pipelines) {
            List<Entry> entries = catalog.model(pipeline.name()).entries();
            double weight = pipeline.model().family() == Family.DIFFUSION_TEXT_TO_IMAGE
                    || pipeline.model().family() == Family.TRANSFORMER_TEXT_TO_IMAGE ? TEXT_TO_IMAGE : 1;
            add(shares, weight, entries, e -> true, seconds);
            boolean temporal = pipeline.model().family() == Family.TEXT_TO_VIDEO;
            add(shares, weight, entries, temporal ? TemporalCost::whole : e -> e.type().operatorClass() == OperatorClass.ATTENTION, seconds);
        }
        double all = shares.values().stream().mapToDouble(s -> s).sum();
        shares.replaceAll((shape, share) -> share / all);
        return shares;
    }

    private static void add(Map<Operator, Double> shares, double weight, List<Entry> entries, Predicate<Entry> part,
            ToDoubleFunction<Operator> seconds) {
        double all = entries.stream().filter(part).mapToDouble(e -> e.calls() * seconds.applyAsDouble(e.operator())).sum();
        entries.stream().filter(part).forEach(e -> shares.merge(e.operator(),
                weight * e.calls() * seconds.applyAsDouble(e.operator()) / all, Double::sum));
    }
}
