package genops.results.layout;

import genops.results.composition.CallTime;
import genops.results.composition.CallTimes;
import genops.results.roofline.AttentionVariant;
import genops.results.statistics.Estimate;
import genops.results.statistics.UncertainSum;
import genops.shapes.catalog.Catalog;
import genops.shapes.catalog.TemporalLayout;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one temporal attention costs in one of its layouts, by the fastest measured kernels.
 *
 * @param layout the temporal attention
 * @param way how it is run
 * @param nanoseconds time of its calls
 * @param flops FLOPs of them
 * @param bytes least bytes that they move, each input and output once
 * @param kernels what took the time
 */
public record LayoutCost(TemporalLayout layout, Way way, Estimate nanoseconds, long flops, long bytes, List<String> kernels) {

    /** The ways to spend the FLOPs of one temporal attention. */
    public enum Way {
        /** Attention over positions, whose sequences are contiguous: the same FLOPs in longer sequences. */
        SPATIAL("spatial, same FLOPs"),
        /** Temporal attention on sequences that are contiguous already. */
        CONTIGUOUS("temporal, contiguous"),
        /** Rearranged, attended to, rearranged back. */
        REARRANGED("temporal, rearranged and back"),
        /** Across the stride of a frame, without rearranging. */
        IN_PLACE("temporal, in place");

        private final String label;

        Way(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        private List<Operator> calls(TemporalLayout layout) {
            return switch (this) {
                case SPATIAL -> layout.spatial().stream().<Operator>map(s -> s).toList();
                case CONTIGUOUS -> List.of(layout.contiguous());
                case REARRANGED -> List.of(layout.before(), layout.contiguous(), layout.after());
                case IN_PLACE -> List.of(layout.inPlace());
            };
        }
    }

    public LayoutCost {
        kernels = List.copyOf(kernels);
    }

    /** Every distinct layout of the catalog of which temporal attention was measured in two ways or more. */
    public static List<LayoutCost> of(Catalog catalog, CallTimes times) {
        List<LayoutCost> costs = new ArrayList<>();
        Set<Operator> seen = new HashSet<>();
        for (TemporalLayout layout : catalog.temporalLayouts()) {
            if (seen.add(layout.inPlace())) {
                List<LayoutCost> ways = Arrays.stream(Way.values()).flatMap(way -> of(layout, way, times).stream()).toList();
                if (ways.stream().anyMatch(c -> c.way == Way.IN_PLACE) && ways.size() > 1) {
                    costs.addAll(ways);
                }
            }
        }
        return costs;
    }

    private static Optional<LayoutCost> of(TemporalLayout layout, Way way, CallTimes times) {
        List<Operator> calls = way.calls(layout);
        UncertainSum time = UncertainSum.ZERO;
        Set<String> kernels = new LinkedHashSet<>();
        for (Operator call : calls) {
            Optional<CallTime.Measured> fastest = fastest(call, times);
            if (fastest.isEmpty()) {
                return Optional.empty();
            }
            time = time.plus(UncertainSum.of(fastest.get().nanoseconds(), call.text()));
            kernels.add(fastest.get().kernel());
        }
        return calls.isEmpty() ? Optional.empty() : Optional.of(new LayoutCost(layout, way, time.estimate(),
                calls.stream().mapToLong(Operator::flops).sum(), calls.stream().mapToLong(o -> o.bytes(Float.BYTES)).sum(),
                List.copyOf(kernels)));
    }

    private static Optional<CallTime.Measured> fastest(Operator call, CallTimes times) {
        Stream<AttentionVariant> variants = call.type().operatorClass() == OperatorClass.ATTENTION
                ? Arrays.stream(AttentionVariant.values()) : Stream.of(AttentionVariant.FLASH);
        return variants.map(v -> times.of(call, v)).filter(CallTime.Measured.class::isInstance).map(CallTime.Measured.class::cast)
                .min((a, b) -> Double.compare(a.nanoseconds().value(), b.nanoseconds().value()));
    }

    /** Least bytes over time, in GB/s. */
    public double gigabytesPerSecond() {
        return bytes / nanoseconds.value();
    }

    /** FLOPs over time, in GFLOP/s. */
    public double gigaflopsPerSecond() {
        return flops / nanoseconds.value();
    }

    /** The temporal attention, for people. */
    public String name() {
        return layout.entry().model() + " " + layout.entry().stage() + ", " + layout.inPlace().frames() + " frames, "
                + layout.inPlace().positions() + " positions";
    }
}
