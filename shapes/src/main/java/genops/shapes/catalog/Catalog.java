package genops.shapes.catalog;

import genops.shapes.model.Model;
import genops.shapes.model.Models;
import genops.shapes.model.Pass;
import genops.shapes.model.Phase;
import genops.shapes.model.Pipeline;
import genops.shapes.model.Stage;
import genops.shapes.operator.Attention;
import genops.shapes.operator.AttentionKind;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorType;
import genops.shapes.trace.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The distinct shapes of models with their counts, in the order in which they first run.
 *
 * @param entries one for each model, stage, phase, shape and kind
 */
public record Catalog(List<Entry> entries) {
    private static final Set<String> SELF_ATTENTION = Set.of("self", "causal");

    public Catalog {
        entries = List.copyOf(entries);
    }

    /** All models with all parameters at their defaults. */
    public static Catalog standard() {
        return of(Models.all().stream().map(Model::build).toList());
    }

    /** The shapes of these pipelines. */
    public static Catalog of(List<Pipeline> pipelines) {
        List<Entry> entries = new ArrayList<>();
        for (Pipeline pipeline : pipelines) {
            for (Stage stage : pipeline.stages()) {
                entries.addAll(entries(pipeline.name(), stage));
            }
        }
        return new Catalog(entries);
    }

    private record Key(Phase phase, Operator operator, String kind, long callsPerStep) {}

    private static List<Entry> entries(String model, Stage stage) {
        // passes that run a shape equally often share an entry, so that calls per step times steps stays exact
        Map<Key, Double> steps = new LinkedHashMap<>();
        for (Pass pass : stage.passes()) {
            Map<Call, Long> counts = new LinkedHashMap<>();
            pass.trace().calls().forEach(call -> counts.merge(call, (long) pass.repeats(), Long::sum));
            counts.forEach((call, count) -> steps.merge(
                    new Key(pass.phase(), call.operator(), call.kind(), count), pass.steps(), Double::sum));
        }
        return steps.entrySet().stream()
                .map(e -> new Entry(model, stage.name(), e.getKey().phase, e.getKey().operator, e.getKey().kind,
                        e.getKey().callsPerStep, e.getValue()))
                .toList();
    }

    /** The entries that satisfy a condition. */
    public Catalog filter(Predicate<Entry> condition) {
        return new Catalog(entries.stream().filter(condition).toList());
    }

    /** The entries of a model, by its full name. */
    public Catalog model(String name) {
        return filter(e -> e.model().equals(name));
    }

    public Catalog stage(String name) {
        return filter(e -> e.stage().equals(name));
    }

    public Catalog phase(Phase phase) {
        return filter(e -> e.phase() == phase);
    }

    /** The calls of attention of this kind. */
    public Catalog attention(AttentionKind kind) {
        return filter(e -> e.attentionKind().filter(kind::equals).isPresent());
    }

    public Catalog operator(OperatorType type) {
        return filter(e -> e.type() == type);
    }

    /** Names of the models, in order. */
    public List<String> models() {
        return entries.stream().map(Entry::model).distinct().toList();
    }

    /** The distinct shapes, in order of first execution. */
    public Set<Operator> shapes() {
        Set<Operator> shapes = new LinkedHashSet<>();
        entries.forEach(e -> shapes.add(e.operator()));
        return shapes;
    }

    /**
     * A short list for a run of a quarter of an hour: the entries of {@link #representative(int) one shape} for each part of each
     * model.
     */
    public Catalog representative() {
        return representative(1);
    }

    /**
     * The entries of the shapes that carry most of the work of every model and operator class: attention by its kind and its part in
     * the network, linear layers by phase, every operator at least once.
     *
     * @param perClass shapes for each of these
     */
    public Catalog representative(int perClass) {
        Set<Operator> chosen = Representatives.choose(entries, perClass);
        return filter(e -> chosen.contains(e.operator()));
    }

    /**
     * The entries of some shapes of each operator class, spread over their sizes; the same catalog gives the same sample.
     *
     * @param perClass distinct shapes of each class
     */
    public Catalog sample(int perClass) {
        Set<Operator> chosen = Sample.choose(shapes(), perClass);
        return filter(e -> chosen.contains(e.operator()));
    }

    /** Each temporal attention of the catalog in all of its layouts. */
    public List<TemporalLayout> temporalLayouts() {
        List<TemporalLayout> layouts = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.operator() instanceof Attention a && entry.kind().equals("temporal")) {
                layouts.add(TemporalLayout.of(entry, a, this));
            }
        }
        return layouts;
    }

    /**
     * The self-attention calls of one inference in the order in which they run, one step of each stage (of a stage whose passes
     * differ, one step of each pass).
     */
    public static List<SequenceLength> selfAttention(Pipeline pipeline) {
        List<SequenceLength> lengths = new ArrayList<>();
        for (Stage stage : pipeline.stages()) {
            for (Pass pass : stage.passes()) {
                for (Call call : pass.trace().calls()) {
                    if (call.operator() instanceof Attention a && SELF_ATTENTION.contains(call.kind())) {
                        lengths.add(new SequenceLength(stage.name(), call.kind(), a.queryLength(), a.keyLength(), pass.steps()));
                    }
                }
            }
        }
        return lengths;
    }
}
