package genops.results.composition;

import genops.results.statistics.Estimate;
import genops.results.statistics.UncertainSum;
import java.util.Map;
import java.util.Optional;

/** The time of one call and where it comes from. */
public sealed interface CallTime {

    /**
     * Whether a verdict may rest on it: it was measured for this stack, at this very shape, and nothing disturbed it; or it follows
     * from a device model, which has no other evidence.
     */
    default boolean evidence() {
        return switch (this) {
            case Measured m -> true;
            case Projected p -> true;
            case Doubtful d -> false;
            case StandIn s -> false;
            case Estimated e -> false;
            case Unknown u -> false;
        };
    }

    /**
     * Time of several such calls in nanoseconds, with the sources of its error; zero where it is unknown.
     *
     * @param shape names the shape among the sources
     */
    default UncertainSum total(double calls, String shape) {
        return switch (this) {
            case Measured m -> m.sum(calls, shape);
            case Doubtful d -> UncertainSum.of(d.nanoseconds.times(calls), d.kernel + " " + shape);
            case StandIn s -> UncertainSum.of(s.nanoseconds.times(calls), s.basis + " " + shape);
            case Estimated e -> UncertainSum.of(e.nanoseconds.times(calls), e.basis);
            case Projected p -> UncertainSum.of(Estimate.exact(p.nanoseconds * calls), "");
            case Unknown u -> UncertainSum.ZERO;
        };
    }

    /**
     * Measured at this very shape.
     *
     * @param nanoseconds time with its error
     * @param kernel the kernel that took it
     * @param pair what it is a ratio to; empty where it was measured by itself
     */
    record Measured(Estimate nanoseconds, String kernel, Optional<Pair> pair) implements CallTime {

        /** Measured by itself. */
        public Measured(Estimate nanoseconds, String kernel) {
            this(nanoseconds, kernel, Optional.empty());
        }

        /** As a ratio to the time of a kernel with which it took turns. */
        static Measured of(Pair pair, String kernel) {
            Estimate time = pair.ratio.times(pair.nanoseconds.value());
            return new Measured(new Estimate(time.value(), time.value() * Math.hypot(pair.ratio.relativeError(),
                    pair.nanoseconds.relativeError())), kernel, Optional.of(pair));
        }

        /** The time with the sources of its error, of which a paired one has two: the other kernel's time, and the ratio. */
        UncertainSum sum(double calls, String shape) {
            return pair.map(p -> new UncertainSum(nanoseconds.value() * calls, Map.of(
                    p.kernel + " " + shape, p.ratio.value() * p.nanoseconds.error() * calls,
                    kernel + " over " + p.kernel + " " + shape, p.nanoseconds.value() * p.ratio.error() * calls)))
                    .orElseGet(() -> UncertainSum.of(nanoseconds.times(calls), kernel + " " + shape));
        }
    }

    /**
     * A kernel with which another took turns, so that their ratio is known better than either time.
     *
     * @param nanoseconds time of this kernel
     * @param kernel its id
     * @param ratio of the other's time to this one
     */
    record Pair(Estimate nanoseconds, String kernel, Estimate ratio) {}

    /**
     * Measured at this very shape, but while something disturbed it: shown, never evidence.
     *
     * @param nanoseconds time with its error
     * @param kernel the kernel that took it
     * @param doubt one line why
     */
    record Doubtful(Estimate nanoseconds, String kernel, String doubt) implements CallTime {}

    /**
     * The time of this suite's own kernel, for an operator that the stack has no kernel for; counts as estimated.
     *
     * @param nanoseconds time with its error
     * @param basis whose time, e.g. {@code vector/simple, which stands in}
     */
    record StandIn(Estimate nanoseconds, String basis) implements CallTime {}

    /**
     * Not measured: the roofline of the shape divided by the efficiency of measured shapes.
     *
     * @param nanoseconds time with its error
     * @param basis the group of measured shapes, e.g. {@code 12 compute-bound shapes of convolution}
     */
    record Estimated(Estimate nanoseconds, String basis) implements CallTime {}

    /**
     * Computed from a device model.
     *
     * @param nanoseconds time; its error is not known
     */
    record Projected(double nanoseconds) implements CallTime {}

    /**
     * Neither measured nor possible to estimate.
     *
     * @param reason one line
     */
    record Unknown(String reason) implements CallTime {}
}
