package genops.results.composition;

import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.roofline.AttentionVariant;
import genops.results.roofline.Pass;
import genops.results.statistics.Ceilings;
import genops.results.statistics.Disturbance;
import genops.results.statistics.Estimate;
import genops.results.statistics.KernelId;
import genops.results.statistics.Metrics;
import genops.results.statistics.PairedRatio;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorClass;
import genops.shapes.operator.OperatorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The times of a run for one stack: of its fastest kernel where a shape was measured, estimated where it was not.
 *
 * <p>An estimate is the least time of the shape by the measured roofline, divided by the median efficiency (least time over measured
 * time) of measured shapes: of the same operator and the same side of the ridge (bound by the peak or by memory) where there are any,
 * else of the same operator, else of the same class. Its error is 1.96 standard deviations of the logarithms of those efficiencies, of the
 * next wider group where there are fewer than three of them; with fewer than three shapes in all it is not known.
 *
 * <p>Where a stack was measured with no kernel for an operator at any shape, this suite's own stands in ({@link CallTime.StandIn}); for
 * attention none does, since unfused and flash attention are compared only within a stack. Where unfused and flash attention took turns
 * at a shape, the unfused time is the flash time multiplied by their ratio.
 */
public final class MeasuredTimes implements CallTimes {
    private final String name;
    private final Selection selection;
    private final Ceilings ceilings;
    private final long cacheBytes;
    private final Function<Measurement, Optional<String>> doubts;
    private final Optional<MeasuredTimes> standIn;
    private final Map<String, List<Metrics>> measured = new HashMap<>();
    private final Map<AttentionVariant, Efficiencies> efficiencies = new EnumMap<>(AttentionVariant.class);

    private MeasuredTimes(RunDocument document, Selection selection, Function<Measurement, Optional<String>> doubts) {
        this.selection = selection;
        this.doubts = doubts;
        ceilings = Ceilings.of(document);
        cacheBytes = document.machine().lastLevelCacheBytes();
        name = (selection.stack().onDevice() ? document.machine().gpu()
                : document.machine().cpu() + ", " + selection.threads() + " threads") + ", " + selection.stack().precision();
        standIn = selection.hasStandIns()
                ? Optional.of(new MeasuredTimes(document, new Selection(Stack.VECTOR, selection.threads()), doubts)) : Optional.empty();
        document.measurements().stream().filter(selection::includes).forEach(m -> Metrics.of(m, ceilings)
                .ifPresent(metrics -> measured.computeIfAbsent(key(m.operator(), m.shape()), k -> new ArrayList<>()).add(metrics)));
        for (AttentionVariant variant : AttentionVariant.values()) {
            efficiencies.put(variant, efficiencies(variant));
        }
    }

    /** The times of a run for a selection of its kernels. */
    public static MeasuredTimes of(RunDocument document, Selection selection) {
        return new MeasuredTimes(document, selection, Disturbance::of);
    }

    /** The same with another judgement of what is in doubt. */
    static MeasuredTimes of(RunDocument document, Selection selection, Function<Measurement, Optional<String>> doubts) {
        return new MeasuredTimes(document, selection, doubts);
    }

    private static String key(String operator, String shape) {
        return operator + " " + shape;
    }

    @Override
    public String name() {
        return name;
    }

    /** Which of a run's measurements these are. */
    public Selection selection() {
        return selection;
    }

    @Override
    public CallTime of(Operator operator, AttentionVariant variant) {
        List<Metrics> candidates = measured.getOrDefault(key(operator.type().label(), operator.text()), List.of());
        Optional<Metrics> best = best(candidates, variant);
        if (best.isPresent()) {
            return measured(best.get(), variant == AttentionVariant.UNFUSED ? best(candidates, AttentionVariant.FLASH) : Optional.empty());
        }
        if (standIn.isPresent() && operator.type().operatorClass() != OperatorClass.ATTENTION && !measuredAny(operator.type(), variant)) {
            return standIn(standIn.get().of(operator, variant));
        }
        Optional<Double> least = leastNanoseconds(operator, variant);
        if (least.isEmpty()) {
            return new CallTime.Unknown("the ceilings at " + selection.threads() + " threads were not measured");
        }
        return efficiencies.get(variant).estimate(operator.type(), computeBound(operator, variant), least.get());
    }

    private CallTime measured(Metrics best, Optional<Metrics> flash) {
        String kernel = best.measurement().kernel();
        Optional<String> doubt = doubts.apply(best.measurement());
        if (doubt.isPresent()) {
            return new CallTime.Doubtful(time(best), kernel, doubt.get());
        }
        return flash.filter(f -> tookTurns(best.measurement(), f.measurement()) && doubts.apply(f.measurement()).isEmpty())
                .map(f -> CallTime.Measured.of(new CallTime.Pair(time(f), f.measurement().kernel(),
                        PairedRatio.of(best.measurement(), f.measurement())), kernel))
                .orElseGet(() -> new CallTime.Measured(time(best), kernel));
    }

    private static boolean tookTurns(Measurement one, Measurement other) {
        return !one.turns().isEmpty() && one.turns().equals(other.turns()) && one != other;
    }

    private static CallTime standIn(CallTime ours) {
        return switch (ours) {
            case CallTime.Measured m -> new CallTime.StandIn(m.nanoseconds(), m.kernel() + ", which stands in");
            case CallTime.Doubtful d -> new CallTime.StandIn(d.nanoseconds(), d.kernel() + ", which stands in and is in doubt");
            case CallTime.Estimated e -> new CallTime.StandIn(e.nanoseconds(), e.basis() + " of " + Stack.VECTOR.title()
                    + ", which stand in");
            case CallTime.StandIn s -> s;
            case CallTime.Projected p -> p;
            case CallTime.Unknown u -> u;
        };
    }

    private Estimate time(Metrics metrics) {
        return metrics.nanoseconds();
    }

    /** Whether this operator was measured at any shape with this variant of attention. */
    public boolean measuredAny(OperatorType type, AttentionVariant variant) {
        return measured.values().stream().anyMatch(
                m -> m.getFirst().measurement().operator().equals(type.label()) && best(m, variant).isPresent());
    }

    private static Optional<Metrics> best(List<Metrics> candidates, AttentionVariant variant) {
        return candidates.stream().filter(m -> serves(m, variant)).min(Comparator.comparingDouble(m -> m.nanoseconds().value()));
    }

    private static boolean serves(Metrics metrics, AttentionVariant variant) {
        OperatorType type = OperatorType.of(metrics.measurement().operator());
        KernelId kernel = KernelId.of(metrics.measurement().kernel());
        if (type == OperatorType.TEMPORAL_ATTENTION) {
            // named by their layout; one that rearranges is not in place
            return !kernel.algorithm().startsWith("rearranged");
        }
        if (type.operatorClass() != OperatorClass.ATTENTION) {
            return true;
        }
        return switch (variant) {
            case UNFUSED -> kernel.unfused();
            case FLASH -> kernel.flash();
        };
    }

    private Efficiencies efficiencies(AttentionVariant variant) {
        Efficiencies result = new Efficiencies();
        for (List<Metrics> candidates : measured.values()) {
            best(candidates, variant).filter(m -> doubts.apply(m.measurement()).isEmpty()).ifPresent(best -> {
                OperatorType type = OperatorType.of(best.measurement().operator());
                Operator operator = type.parse(best.measurement().shape());
                leastNanoseconds(operator, variant).ifPresent(least -> result.add(type, computeBound(operator, variant),
                        least / best.nanoseconds().value()));
            });
        }
        return result;
    }

    private Optional<Double> leastNanoseconds(Operator operator, AttentionVariant variant) {
        double sum = 0;
        for (Pass pass : passes(operator, variant)) {
            Optional<Double> least = ceilings.leastNanoseconds(operator.type().operatorClass(), pass.flops(), pass.bytes(),
                    selection.threads());
            if (least.isEmpty()) {
                return Optional.empty();
            }
            sum += least.get();
        }
        return Optional.of(sum);
    }

    private boolean computeBound(Operator operator, AttentionVariant variant) {
        List<Pass> passes = passes(operator, variant);
        return ceilings.computeBound(operator.type().operatorClass(), passes.stream().mapToLong(Pass::flops).sum(),
                passes.stream().mapToLong(Pass::bytes).sum(), selection.threads());
    }

    private List<Pass> passes(Operator operator, AttentionVariant variant) {
        return Pass.of(operator, variant, selection.elementBytes(), cacheBytes);
    }
}
