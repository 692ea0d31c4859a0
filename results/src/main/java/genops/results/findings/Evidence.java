package genops.results.findings;

import genops.results.composition.CallTimes;
import genops.results.composition.Composition;
import genops.results.composition.Composition.Term;
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

/** Models and the times of their calls: what observations are judged on. */
public final class Evidence {
    private record Key(String model, AttentionVariant variant) {}

    private final List<Pipeline> pipelines;
    private final Catalog catalog;
    private final CallTimes times;
    private final Map<Key, Composition> compositions = new HashMap<>();

    /** The evidence of these call times on these models. */
    public Evidence(List<Pipeline> pipelines, CallTimes times) {
        this.pipelines = List.copyOf(pipelines);
        this.times = times;
        catalog = Catalog.of(pipelines);
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
     * Time of some entries with flash attention over that of others that include them; empty where a time is unknown or there is
     * nothing to time.
     */
    public Optional<Figure> share(String quantity, Pipeline model, AttentionVariant variant, Predicate<Entry> part,
            Predicate<Entry> whole) {
        Composition composition = composition(model, variant);
        UncertainSum all = composition.time(whole);
        if (missing(composition, whole).isPresent() || all.value() == 0) {
            return Optional.empty();
        }
        UncertainSum some = composition.time(part);
        Estimate share = some.value() == 0 ? Estimate.ZERO : some.over(all);
        return Optional.of(new Figure(quantity, model.name(), Figure.Unit.SHARE, share, composition.estimatedShare(whole)));
    }

    /** What keeps some entries of a model from being timed, with the command that would supply it; empty where nothing does. */
    public static Optional<String> missing(Composition composition, Predicate<Entry> entries) {
        List<Term> unknown = composition.unknown().stream().filter(t -> entries.test(t.entry())).toList();
        if (unknown.isEmpty()) {
            return Optional.empty();
        }
        String operators = unknown.stream().map(t -> t.entry().type().label()).distinct().sorted().collect(Collectors.joining(","));
        return Optional.of(composition.model() + ": " + unknown.size() + " shapes cannot be timed with " + composition.variant().label()
                + " attention (" + operators + "); run: java -jar benchmarks.jar --model " + composition.model() + " --operator "
                + operators);
    }
}
