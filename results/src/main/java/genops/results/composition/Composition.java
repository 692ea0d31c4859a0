package genops.results.composition;

import genops.results.roofline.AttentionVariant;
import genops.results.statistics.Estimate;
import genops.results.statistics.UncertainSum;
import genops.shapes.catalog.Catalog;
import genops.shapes.catalog.Entry;
import genops.shapes.operator.OperatorClass;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The time of one inference of a model: the sum over its catalog entries of calls per step × steps × time of one call.
 *
 * @param model name of the model
 * @param variant how attention is computed
 * @param terms one for each catalog entry; none is left out, though its time may be unknown
 */
public record Composition(String model, AttentionVariant variant, List<Term> terms) {

    public Composition {
        terms = List.copyOf(terms);
    }

    /**
     * One summand.
     *
     * @param entry the shape with its counts
     * @param time the time of one call
     */
    public record Term(Entry entry, CallTime time) {

        /** Time of all calls in one inference, in nanoseconds; zero where it is unknown. */
        public UncertainSum total() {
            return time.total(entry.calls(), entry.type().label() + " " + entry.shape());
        }
    }

    /** The time of the model with this name in the catalog. */
    public static Composition of(String model, Catalog catalog, CallTimes times, AttentionVariant variant) {
        return new Composition(model, variant,
                catalog.model(model).entries().stream().map(e -> new Term(e, times.of(e.operator(), variant))).toList());
    }

    /** Time of one inference in nanoseconds, without what is unknown. */
    public UncertainSum time() {
        return time(entry -> true);
    }

    /** Time of the entries that satisfy a condition, in nanoseconds, without what is unknown. */
    public UncertainSum time(Predicate<Entry> condition) {
        return terms.stream().filter(t -> condition.test(t.entry())).map(Term::total).reduce(UncertainSum.ZERO, UncertainSum::plus);
    }

    /** Time by operator class; classes the model does not use are absent. */
    public Map<OperatorClass, UncertainSum> byClass() {
        return by(e -> e.type().operatorClass(), new EnumMap<>(OperatorClass.class));
    }

    /** Time by stage, in order. */
    public Map<String, UncertainSum> byStage() {
        return by(Entry::stage, new LinkedHashMap<>());
    }

    private <K> Map<K, UncertainSum> by(Function<Entry, K> key, Map<K, UncertainSum> result) {
        terms.forEach(t -> result.merge(key.apply(t.entry()), t.total(), UncertainSum::plus));
        return result;
    }

    /** Share of an operator class in the whole time; zero for a class the model does not use. */
    public Estimate share(OperatorClass operatorClass) {
        UncertainSum part = byClass().getOrDefault(operatorClass, UncertainSum.ZERO);
        return part.value() == 0 ? Estimate.ZERO : part.over(time());
    }

    /** The terms whose time is known, but no evidence: estimated, of a kernel that stands in, or in doubt. */
    public List<Term> estimated() {
        return terms.stream().filter(t -> !t.time().evidence() && !(t.time() instanceof CallTime.Unknown)).toList();
    }

    /** The terms whose time is unknown. */
    public List<Term> unknown() {
        return terms.stream().filter(t -> t.time() instanceof CallTime.Unknown).toList();
    }

    /** Share of {@link #estimated} terms in the time of the entries that satisfy a condition. */
    public double estimatedShare(Predicate<Entry> condition) {
        double part = estimated().stream().filter(t -> condition.test(t.entry())).mapToDouble(t -> t.total().value()).sum();
        return part == 0 ? 0 : part / time(condition).value();
    }
}
