package genops.benchmarks.fork;

import java.util.List;

/**
 * What a JVM that runs kernels finds on this machine.
 *
 * @param vector the preferred vector species, e.g. {@code 512-bit, 16 fp32 lanes}
 * @param threads threads of the kernels' pool
 * @param backends where kernels come from, by name
 */
public record Environment(String vector, int threads, List<BackendState> backends) {

    public Environment {
        backends = List.copyOf(backends);
    }

    /**
     * One backend.
     *
     * @param name e.g. {@code vector}
     * @param available whether it can be used here
     * @param text one line: what it is here, or why it cannot be used and what would make it so
     */
    public record BackendState(String name, boolean available, String text) {}
}
