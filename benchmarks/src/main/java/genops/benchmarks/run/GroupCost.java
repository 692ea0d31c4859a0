package genops.benchmarks.run;

/** How long it takes to time the kernels of a group in turns: tensors, verification, warm-up, rounds. */
final class GroupCost {
    /** A shape is opened and closed, JMH begins and ends. */
    private static final double OPEN_SECONDS = 0.08;
    /** Tensors are made, filled and scanned. */
    private static final double PREPARED_BYTES_PER_SECOND = 1.0e9;
    /** Of each kernel: comparisons with the reference and warm-up. */
    private static final double KERNEL_SECONDS = 0.15;
    /** Calls before the rounds, where these are not so long that there are none. */
    private static final int CALLS_BEFORE = 2;
    private static final double CALLED_ONCE_SECONDS = 3;
    /** A turn at least, with the pause before it. */
    private static final double TURN_SECONDS = 0.01;

    private final CallEstimate estimate;

    GroupCost(CallEstimate estimate) {
        this.estimate = estimate;
    }

    /** Seconds of the longest call. */
    double callSeconds(ShapeGroup group) {
        return group.cases().stream().mapToDouble(estimate::seconds).max().orElse(0);
    }

    /** Seconds in all, where the rounds may take so many. */
    double seconds(ShapeGroup group, double roundSeconds) {
        double fixed = OPEN_SECONDS + group.bytesNeeded() / PREPARED_BYTES_PER_SECOND;
        double round = 0;
        for (Case member : group.cases()) {
            double call = estimate.seconds(member);
            fixed += KERNEL_SECONDS + (call >= CALLED_ONCE_SECONDS ? 0 : CALLS_BEFORE * call);
            round += (call >= CALLED_ONCE_SECONDS ? 1 : 2) * Math.max(TURN_SECONDS, call);
        }
        return fixed + Math.max(round, roundSeconds);
    }
}
