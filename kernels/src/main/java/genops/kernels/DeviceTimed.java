package genops.kernels;

/** A bound kernel on a device that measures its own time: host time would count launches and waiting as well. */
public interface DeviceTimed {

    /** Whether caches of the device are flushed before each launch that {@link #time} measures. */
    enum Cache {
        COLD,
        WARM
    }

    /**
     * Launches the operator {@code calls} times and returns when all are done.
     *
     * @return nanoseconds of device time of one call, the mean over the calls
     */
    double time(int calls, Cache cache);
}
