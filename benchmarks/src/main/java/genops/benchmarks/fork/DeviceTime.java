package genops.benchmarks.fork;

import genops.kernels.DeviceTimed.Cache;
import genops.kernels.DeviceTimed;
import java.util.Locale;

/** How long a device takes for a call, by its own clock. */
public final class DeviceTime {
    /** System property: {@code cold} (default) flushes the device's caches before each call, {@code warm} does not. */
    public static final String CACHE = "genops.cuda.cache";

    private static final double NANOSECONDS = 50e6;
    private static final double MOST_CALLS = 1000;

    private DeviceTime() {}

    /** The state of the caches that this JVM was started for. */
    public static Cache cache() {
        return Cache.valueOf(System.getProperty(CACHE, "cold").toUpperCase(Locale.ROOT));
    }

    /** Device time of one call: the mean over as many calls as take about 50 ms, after one that says how many those are. */
    public static double nanoseconds(DeviceTimed device, Cache cache) {
        double one = device.time(1, cache);
        return device.time((int) Math.clamp(NANOSECONDS / one, 1, MOST_CALLS), cache);
    }
}
