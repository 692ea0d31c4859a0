package genops.results.composition;

import genops.results.document.RunDocument;
import genops.results.roofline.AttentionVariant;
import genops.results.roofline.Pass;
import genops.results.statistics.Ceilings;
import genops.results.statistics.KernelId;
import genops.results.statistics.Metrics;
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

/**
 * The times of a run: of the fastest selected kernel where a shape was measured, estimated where it was not.
 *
 * <p>An estimate is the least time of the shape by the measured roofline, divided by the median efficiency (least time over measured
 * time) of measured shapes: of the same operator and the same side of the ridge (bound by the peak or by memory) where there are any,
 * else of the same operator, else of the same class. Its error is 1.96 standard deviations of the logarithms of those efficiencies;
 * with fewer than three of them it is not known.
 */
public final class MeasuredTimes implements CallTimes {
    private final String name;
    private final Selection selection;
    private final Ceilings ceilings;
    private final long cacheBytes;
    private final Map<String, List<Metrics>> measured = new HashMap<>();
    private final Map<AttentionVariant, Efficiencies> efficiencies = new EnumMap<>(AttentionVariant.class);

    private MeasuredTimes(RunDocument document, Selection selection) {
        this.selection = selection;
        ceilings = Ceilings.of(document);
        cacheBytes = document.machine().lastLevelCacheBytes();
        name = selection.threads() == 0 ? document.machine().gpu() + ", " + selection.precision()
                : document.machine().cpu() + ", " + selection.threads() + " threads, " + selection.precision();
        document.measurements().stream().filter(selection::includes).forEach(m -> Metrics.of(m, ceilings)
                .ifPresent(metrics -> measured.computeIfAbsent(key(m.operator(), m.shape()), k -> new ArrayList<>()).add(metrics)));
        for (AttentionVariant variant : AttentionVariant.values()) {
            efficiencies.put(variant, efficiencies(variant));
        }
    }

    /** The times of a run for a selection of its kernels. */
    public static MeasuredTimes of(RunDocument document, Selection selection) {
        return new MeasuredTimes(document, selection);
    }

    private static String key(String operator, String shape) {
        return operator + " " + shape;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CallTime of(Operator operator, AttentionVariant variant) {
        Optional<Metrics> best = best(measured.getOrDefault(key(operator.type().label(), operator.text()), List.of()), variant);
        if (best.isPresent()) {
            return new CallTime.Measured(best.get().nanoseconds(), best.get().measurement().kernel());
        }
        Optional<Double> least = leastNanoseconds(operator, variant);
        if (least.isEmpty()) {
            return new CallTime.Unknown("the ceilings at " + selection.threads() + " threads were not measured");
        }
        return efficiencies.get(variant).estimate(operator.type(), computeBound(operator, variant), least.get());
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
            best(candidates, variant).ifPresent(best -> {
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
