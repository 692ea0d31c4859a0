package genops.results.composition;

import genops.results.statistics.Estimate;

/** The time of one call and where it comes from. */
public sealed interface CallTime {

    /**
     * Measured at this very shape.
     *
     * @param nanoseconds time with its error
     * @param kernel the kernel that took it
     */
    record Measured(Estimate nanoseconds, String kernel) implements CallTime {}

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
