package genops.benchmarks.run;

import genops.results.sweep.Sweep;
import genops.shapes.catalog.Catalog;
import genops.shapes.catalog.Entry;
import genops.shapes.model.Model;
import genops.shapes.model.Models;
import genops.shapes.model.Phase;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.AttentionKind;
import genops.shapes.operator.OperatorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What of the catalog is wanted; an empty list means all.
 *
 * @param models names of models
 * @param stages names of stages
 * @param phases phases of passes
 * @param attentionKinds kinds of attention; where there is one, other operators are not wanted
 * @param operators operators
 * @param overrides values of model parameters, by {@code model.parameter}
 * @param layouts whether temporal attention in all of its layouts is wanted rather than the shapes of the models
 * @param sweeps sweeps whose shapes are wanted rather than those of the models at one value of each parameter
 * @param sample of each operator class so many of the shapes selected; empty for all
 */
public record CatalogFilter(List<String> models, List<String> stages, List<Phase> phases, List<AttentionKind> attentionKinds,
        List<OperatorType> operators, Map<String, String> overrides, List<Sweep> sweeps, boolean layouts, OptionalInt sample) {

    /** The whole catalog. */
    public static final CatalogFilter ALL = new CatalogFilter(List.of(), List.of(), List.of(), List.of(), List.of(), Map.of(), List.of(),
            false, OptionalInt.empty());

    /** The same with temporal attention in all of its layouts. */
    public CatalogFilter withLayouts() {
        return new CatalogFilter(models, stages, phases, attentionKinds, operators, overrides, sweeps, true, sample);
    }

    /** Whether exactly its shapes are wanted, of which none stands for others. */
    public boolean exact() {
        return layouts || !sweeps.isEmpty() || sample.isPresent();
    }

    /**
     * The models wanted, with their parameters.
     *
     * @throws IllegalArgumentException one line on an unknown model or parameter
     */
    public List<Pipeline> pipelines() {
        Map<String, Map<String, String>> byModel = new HashMap<>();
        overrides.forEach((name, value) -> {
            int dot = name.indexOf('.');
            if (dot < 0) {
                throw new IllegalArgumentException("bad --set '" + name + "=" + value + "'; expected model.parameter=value");
            }
            byModel.computeIfAbsent(Models.of(name.substring(0, dot)).name(), m -> new HashMap<>()).put(name.substring(dot + 1), value);
        });
        List<Model> wanted = models.isEmpty() ? Models.all() : models.stream().map(Models::of).toList();
        byModel.keySet().stream().filter(name -> wanted.stream().noneMatch(m -> m.name().equals(name))).sorted().findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("--set " + name + ".… has no effect: --model selects " + String.join(", ", models));
        });
        return wanted.stream().map(m -> m.build(byModel.getOrDefault(m.name(), Map.of()))).toList();
    }

    /**
     * The part of the catalog that is wanted.
     *
     * @throws IllegalArgumentException one line on an unknown model, stage or parameter
     */
    public Catalog catalog() {
        Catalog catalog = layouts ? layoutsOf(Catalog.of(pipelines())) : sweeps.isEmpty() ? Catalog.of(pipelines())
                : new Catalog(sweeps.stream().flatMap(s -> s.catalog().entries().stream()).toList());
        Set<String> known = catalog.entries().stream().map(Entry::stage).collect(Collectors.toCollection(TreeSet::new));
        for (String stage : stages) {
            if (!known.contains(stage)) {
                throw new IllegalArgumentException("unknown stage '" + stage + "'; known: " + String.join(", ", known));
            }
        }
        Catalog selected = catalog.filter(e -> (stages.isEmpty() || stages.contains(e.stage()))
                && (phases.isEmpty() || phases.contains(e.phase()))
                && (attentionKinds.isEmpty() || e.attentionKind().filter(attentionKinds::contains).isPresent())
                && (operators.isEmpty() || operators.contains(e.type())));
        return sample.isPresent() ? selected.sample(sample.getAsInt()) : selected;
    }

    private static Catalog layoutsOf(Catalog catalog) {
        return new Catalog(catalog.temporalLayouts().stream().flatMap(l -> l.shapes().stream().map(shape -> new Entry(l.entry().model(),
                l.entry().stage(), l.entry().phase(), shape, l.entry().kind(), l.entry().callsPerStep(), l.entry().steps()))).toList());
    }
}
