package genops.benchmarks.run;

import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.statistics.Ceilings;
import genops.results.statistics.Estimate;
import genops.results.statistics.Samples;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Estimates how long a call takes before it is timed: the roofline of this machine, where it was measured, times how far the same
 * kernel stayed above it so far.
 */
final class CallEstimate {
    /** Rates of a slow machine, for where no ceiling was measured. */
    private static final double FLOPS_PER_SECOND = 1e10;
    private static final double BYTES_PER_SECOND = 5e9;
    /** A kernel not yet measured is taken to reach a quarter of its roof. */
    private static final double FIRST_SLOWDOWN = 4;
    /** … and one on a device to be so much faster than that of the CPU. */
    private static final double FIRST_DEVICE_SPEEDUP = 20;

    private final Map<String, Double> slowdowns = new HashMap<>();
    private Optional<Ceilings> ceilings = Optional.empty();

    /** Takes over the ceilings of a run. */
    void ceilings(RunDocument document) {
        ceilings = Optional.of(Ceilings.of(document));
    }

    /** Seconds of one call. */
    double seconds(Case wanted) {
        return roof(wanted) * slowdowns.getOrDefault(key(wanted), wanted.offer().onDevice() ? 1 / FIRST_DEVICE_SPEEDUP : FIRST_SLOWDOWN);
    }

    /** Whether this kernel was measured at another shape. */
    boolean knows(Case wanted) {
        return slowdowns.containsKey(key(wanted));
    }

    /** Learns from what became of a case. */
    void learn(Case timed, Measurement measurement) {
        if (measurement.nanoseconds().length > 0) {
            double seconds = Samples.estimate(measurement.nanoseconds()).value() / 1e9;
            slowdowns.merge(key(timed), seconds / roof(timed), (before, now) -> Math.sqrt(before * now));
        }
    }

    private double roof(Case timed) {
        double flopsPerSecond = ceilings.flatMap(c -> c.peak(timed.threads())).map(Estimate::value).orElse(FLOPS_PER_SECOND);
        double bytesPerSecond = ceilings.flatMap(c -> c.readBandwidth(timed.threads())).map(Estimate::value).orElse(BYTES_PER_SECOND);
        return Math.max(timed.shape().flops() / flopsPerSecond, timed.offer().bytes() / bytesPerSecond);
    }

    private static String key(Case timed) {
        return timed.offer().operator() + ' ' + timed.offer().kernel() + ' ' + timed.threads();
    }
}
