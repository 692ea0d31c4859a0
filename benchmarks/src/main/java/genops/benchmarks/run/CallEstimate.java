package genops.benchmarks.run;

import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.statistics.Ceilings;
import genops.results.statistics.Estimate;
import genops.results.statistics.Samples;
import java.util.HashMap;
import java.util.Map;

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
    private double flopsPerSecond = FLOPS_PER_SECOND;
    private double bytesPerSecond = BYTES_PER_SECOND;

    /** Takes over the ceilings of a run. */
    void ceilings(RunDocument document, int threads) {
        Ceilings ceilings = Ceilings.of(document);
        flopsPerSecond = ceilings.peak(threads).map(Estimate::value).orElse(flopsPerSecond);
        bytesPerSecond = ceilings.readBandwidth(threads).map(Estimate::value).orElse(bytesPerSecond);
    }

    /** Seconds of one call. */
    double seconds(Case wanted) {
        return roof(wanted.shape().flops(), wanted.offer().bytes()) * slowdowns.getOrDefault(
                key(wanted.offer().operator(), wanted.offer().kernel()), wanted.offer().onDevice() ? 1 / FIRST_DEVICE_SPEEDUP : FIRST_SLOWDOWN);
    }

    /** Learns from a case that was measured. */
    void learn(Measurement measurement) {
        if (measurement.nanoseconds().length > 0) {
            double seconds = Samples.estimate(measurement.nanoseconds()).value() / 1e9;
            slowdowns.merge(key(measurement.operator(), measurement.kernel()), seconds / roof(measurement.flops(), measurement.bytes()),
                    (before, now) -> Math.sqrt(before * now));
        }
    }

    private double roof(long flops, long bytes) {
        return Math.max(flops / flopsPerSecond, bytes / bytesPerSecond);
    }

    private static String key(String operator, String kernel) {
        return operator + ' ' + kernel;
    }
}
