package genops.benchmarks.fork;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The environment of a JVM that runs several kernels in turns. Threads of the vendors' libraries spin after a call as the suite's own do,
 * but by default for 3 to 30 milliseconds, and take the next kernel a processor for as long. Here they give way after about half a
 * millisecond, as the suite's own do.
 *
 * @param variables to add to those that the process inherits
 * @param kept variables of the user that decide the same, so that they are left as they are
 */
public record ForkEnvironment(Map<String, String> variables, SortedSet<String> kept) {
    /** Spins of a thread of libgomp that waits, which oneDNN runs on; the same instruction as in the suite's own, and as many of them. */
    static final String OPENMP_SPINS = "GOMP_SPINCOUNT";
    /** Whether threads of any OpenMP spin at all. */
    static final String OPENMP_POLICY = "OMP_WAIT_POLICY";
    /** Binary logarithm of the clock cycles that a thread of OpenBLAS waits before it sleeps. */
    static final String OPENBLAS_TIMEOUT = "OPENBLAS_THREAD_TIMEOUT";

    private static final String SPINS = "20000";
    /** A million cycles are 0.2 to 0.5 milliseconds. */
    private static final String LOGARITHM_OF_CYCLES = "20";

    public ForkEnvironment {
        variables = Map.copyOf(variables);
    }

    /** For a JVM that is started by this one. */
    public static ForkEnvironment ofThisProcess() {
        return of(System.getenv());
    }

    /** For a JVM that inherits these variables. */
    static ForkEnvironment of(Map<String, String> inherited) {
        Map<String, String> variables = new LinkedHashMap<>();
        SortedSet<String> kept = new TreeSet<>(inherited.keySet());
        kept.retainAll(List.of(OPENMP_SPINS, OPENMP_POLICY, OPENBLAS_TIMEOUT));
        if (!kept.contains(OPENMP_SPINS) && !kept.contains(OPENMP_POLICY)) {
            variables.put(OPENMP_SPINS, SPINS);
        }
        if (!kept.contains(OPENBLAS_TIMEOUT)) {
            variables.put(OPENBLAS_TIMEOUT, LOGARITHM_OF_CYCLES);
        }
        return new ForkEnvironment(variables, kept);
    }

    /** One line that names what is kept; empty where nothing is. */
    public Optional<String> note() {
        return kept.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", kept) + " of the environment "
                + (kept.size() == 1 ? "is" : "are") + " kept: a library whose threads spin longer than 0.5 ms disturbs the kernel after it");
    }
}
