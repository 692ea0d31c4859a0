package genops.results.findings;

import genops.results.composition.CallTimes;
import genops.results.composition.Composition.Term;
import genops.results.composition.Composition;
import genops.results.composition.MeasuredTimes;
import genops.results.composition.Stack;
import genops.results.composition.TemporalCost;
import genops.results.roofline.AttentionVariant;
import genops.results.statistics.Estimate;
import genops.results.statistics.UncertainSum;
import genops.shapes.catalog.Catalog;
import genops.shapes.catalog.Entry;
import genops.shapes.model.Family;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.OperatorClass;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Models and the times of their calls, of one stack or of a device model: what observations are judged on. */
public final class Evidence {
    private record Key(String model, AttentionVariant variant) {}

    private final List<Pipeline> pipelines;
    private final Catalog catalog;
    private final CallTimes times;
    private final Map<Key, Composition> compositions = new HashMap<>();

    /** The evidence of these call times on these models. */
    public Evidence(List<Pipeline> pipelines, CallTimes times) {
        this(pipelines, Catalog.of(pipelines), times);
    }

    private Evidence(List<Pipeline> pipelines, Catalog catalog, CallTimes times) {
        this.pipelines = List.copyOf(pipelines);
        this.catalog = catalog;
        this.times = times;
    }

    /** The same models with other times. */
    public Evidence with(CallTimes others) {
        return new Evidence(pipelines, catalog, others);
    }

    /** What the times are of. */
    public String name() {
        return times.name();
    }

    /** All models. */
    public List<Pipeline> models() {
        return pipelines;
    }

    /** The models of a family. */
    public List<Pipeline> family(Family family) {
        return pipelines.stream().filter(p -> p.model().family() == family).toList();
    }

    public Catalog catalog() {
        return catalog;
    }

    public CallTimes times() {
        return times;
    }

    /** The time of one inference of a model. */
    public Composition composition(Pipeline model, AttentionVariant variant) {
        return compositions.computeIfAbsent(new Key(model.name(), variant),
                key -> Composition.of(key.model(), catalog, times, variant));
    }

    /**
     * The same with flash attention where temporal attention runs in place, by a kernel that is made for few frames and needs no
     * rearrangements.
     */
    public Composition inPlace(Pipeline model) {
        return new Composition(model.name(), AttentionVariant.FLASH, catalog.model(model.name()).entries().stream()
                .filter(e -> !TemporalCost.rearrangement(e)).map(TemporalCost::inPlace)
                .map(e -> new Term(e, times.of(e.operator(), AttentionVariant.FLASH))).toList());
    }

    /** Whether an entry is attention. */
    public static boolean attention(Entry entry) {
        return entry.type().operatorClass() == OperatorClass.ATTENTION;
    }

    /**
     * Time of some entries with unfused attention over their time with flash attention; empty where a time is unknown or there is
     * nothing to time.
     */
    public Optional<Figure> flashSpeedup(String quantity, Pipeline model, Predicate<Entry> entries) {
        Composition unfused = composition(model, AttentionVariant.UNFUSED);
        Composition flash = composition(model, AttentionVariant.FLASH);
        UncertainSum after = flash.time(entries);
        if (missing(unfused, entries).isPresent() || missing(flash, entries).isPresent() || after.value() == 0) {
            return Optional.empty();
        }
        Estimate speedup = unfused.time(entries).over(after);
        double estimated = Math.max(unfused.estimatedShare(entries), flash.estimatedShare(entries));
        return Optional.of(new Figure(quantity, model.name(), Figure.Unit.RATIO, speedup, estimated));
    }

    /**
     * Time of those entries of a whole that satisfy a condition over that of the whole; empty where a time is unknown or there is nothing
     * to time.
     */
    public Optional<Figure> share(String quantity, Composition composition, Predicate<Entry> part, Predicate<Entry> whole) {
        UncertainSum all = composition.time(whole);
        if (missing(composition, whole).isPresent() || all.value() == 0) {
            return Optional.empty();
        }
        UncertainSum some = composition.time(whole.and(part));
        Estimate share = some.value() == 0 ? Estimate.ZERO : some.over(all);
        return Optional.of(new Figure(quantity, composition.model(), Figure.Unit.SHARE, share, composition.estimatedShare(whole)));
    }

    /** What keeps some entries of a model from being timed, with the command that would supply it; empty where nothing does. */
    public Optional<String> missing(Composition composition, Predicate<Entry> entries) {
        List<Term> unknown = composition.unknown().stream().filter(t -> entries.test(t.entry())).toList();
        if (unknown.isEmpty()) {
            return Optional.empty();
        }
        String operators = unknown.stream().map(t -> t.entry().type().label()).distinct().sorted().collect(Collectors.joining(","));
        return Optional.of(composition.model() + ": " + unknown.size() + " shapes cannot be timed with " + composition.variant().label()
                + " attention (" + operators + "); run: "
                + Remedy.measure(List.of(composition.model())).orElseThrow().command(stackOption()));
    }

    /** The option of the command line that names the stack whose times these are; empty for the default one. */
    public String stackOption() {
        return times instanceof MeasuredTimes m && !m.selection().stack().equals(Stack.VECTOR)
                ? "--stack " + m.selection().stack().name() : "";
    }
}
