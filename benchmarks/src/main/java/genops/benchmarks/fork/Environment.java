package genops.benchmarks.fork;

import genops.results.document.Machine;
import genops.results.machine.KnownCaches;
import genops.results.machine.MachineProbe;
import java.util.List;

/**
 * What a JVM that runs kernels finds on this machine.
 *
 * @param vector the preferred vector species, e.g. {@code 512-bit, 16 fp32 lanes}
 * @param threads threads of the kernels' pool
 * @param backends where kernels come from, by name
 * @param gpu name of the device that the CUDA kernels use; empty where there is none
 * @param gpuDriver newest CUDA version of its driver; empty where there is none
 * @param caches those of the processor
 */
public record Environment(String vector, int threads, List<BackendState> backends, String gpu, String gpuDriver, CacheState caches) {

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

    /**
     * Caches as kernels see them.
     *
     * @param lines one for each kind and size, the last level first; none where they are not told
     * @param source who told them; empty where nobody did
     * @param lastLevelBytes what kernels count on of the last level; 0 where it is not told
     * @param assumed one line: the sizes that kernels cut their blocks by, and why so much of level 3
     */
    public record CacheState(List<String> lines, String source, long lastLevelBytes, String assumed) {

        public CacheState {
            lines = List.copyOf(lines);
        }
    }

    /** The fingerprint of this machine and of the JVMs that time kernels on it. */
    public Machine machine() {
        return MachineProbe.probe(ForkFlags.flags(), vector, gpu, gpuDriver, new KnownCaches(caches.lines, caches.lastLevelBytes));
    }

    /** Whether the device's times count. */
    public boolean timesGpu() {
        return !gpu.isEmpty() && backends.stream().filter(b -> b.name().equals(GPU_BACKEND)).allMatch(b -> b.untimed.isEmpty());
    }
}
