package genops.benchmarks.run;

/**
 * How long a case is expected to take in all, by which a run is split. The roofline of a processor of a few cores, the same wherever it
 * is asked, gives the time of a call; what a case prepares, verifies and times follows from it as in a run without a time to keep.
 * Nothing measured goes into it, so that every machine comes to the same parts.
 */
public final class CaseCost {
    /** What a kernel reaches on two cores with vectors of 512 bits. */
    private static final double FLOPS_PER_SECOND = 1e11;
    private static final double BYTES_PER_SECOND = 2e10;
    /** A device is so much faster. */
    private static final double DEVICE_SPEEDUP = 50;

    private CaseCost() {}

    /** Seconds; none for a case that is only refused. */
    static double seconds(Case wanted) {
        if (!wanted.offer().unsupported().isEmpty()) {
            return 0;
        }
        double callSeconds = callSeconds(wanted);
        double bytes = wanted.offer().bytesNeeded();
        return Timing.fit(Schedule.LONGEST_CASE_SECONDS, callSeconds, bytes).caseSeconds(callSeconds, bytes);
    }

    /** Seconds of one call. */
    public static double callSeconds(Case wanted) {
        double roof = Math.max(wanted.shape().flops() / FLOPS_PER_SECOND, wanted.offer().bytes() / BYTES_PER_SECOND);
        return wanted.offer().onDevice() ? roof / DEVICE_SPEEDUP : roof;
    }
}
