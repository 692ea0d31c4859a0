package genops.benchmarks.fork;

import java.util.List;

/**
 * What a JVM that runs kernels finds on this machine.
 *
 * @param vector the preferred vector species, e.g. {@code 512-bit, 16 fp32 lanes}
 * @param threads threads of the kernels' pool
 * @param backends where kernels come from, by name
 * @param gpu name of the device that the CUDA kernels use; empty where there is none
 * @param gpuDriver newest CUDA version of its driver; empty where there is none
 */
public record Environment(String vector, int threads, List<BackendState> backends, String gpu, String gpuDriver) {

    private static final String GPU_BACKEND = "cuda";

    public Environment {
        backends = List.copyOf(backends);
    }

    /**
     * One backend.
     *
     * @param name e.g. {@code vector}
     * @param available whether it can be used here
     * @param text one line: what it is here, or why it cannot be used and what would make it so
     * @param untimed one line why its kernels are verified but not timed; empty where they are
     */
    public record BackendState(String name, boolean available, String text, String untimed) {}

    /** Whether the device's times count. */
    public boolean timesGpu() {
        return !gpu.isEmpty() && backends.stream().filter(b -> b.name().equals(GPU_BACKEND)).allMatch(b -> b.untimed.isEmpty());
    }
}
