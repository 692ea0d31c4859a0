package genops.kernels.natives;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Variables of the environment that change what a vendor's library does. They belong to the user, so they are left as they are, and
 * said: a library that was told to use old instructions or few threads is no neighbour to compare with.
 */
public final class LibraryVariables {
    /** Read by libraries that run on OpenMP. */
    public static final List<String> OPENMP = List.of("OMP_", "GOMP_", "KMP_");

    private static final List<String> OTHERS = List.of("ONEDNN_", "DNNL_", "OPENBLAS_", "GOTO_", "MKL_", "BLIS_");
    /** How long a thread waits before it sleeps changes the kernel after it, not the library itself. */
    private static final Set<String> WAITING = Set.of("GOMP_SPINCOUNT", "OMP_WAIT_POLICY", "OPENBLAS_THREAD_TIMEOUT");
    /** The suite sets the number of threads itself, later; what the library then says counts. */
    private static final Set<String> THREADS = Set.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENBLAS_DEFAULT_NUM_THREADS",
            "GOTO_NUM_THREADS", "OMP_THREAD_LIMIT", "OMP_DYNAMIC");
    /** Values of a limit of instructions that are none. */
    private static final Set<String> UNLIMITED = Set.of("ALL", "DEFAULT");

    private final SortedMap<String, String> set = new TreeMap<>();

    private LibraryVariables(Map<String, String> environment) {
        environment.forEach((name, value) -> {
            if (!value.isBlank() && (begins(name, OPENMP) || begins(name, OTHERS))) {
                set.put(name, value.strip());
            }
        });
    }

    /** Those of this process, which the ones that it starts inherit. */
    public static LibraryVariables ofThisProcess() {
        return of(System.getenv());
    }

    /** Those of an environment. */
    public static LibraryVariables of(Map<String, String> environment) {
        return new LibraryVariables(environment);
    }

    /** All of them in order, e.g. {@code OMP_THREAD_LIMIT=1}. */
    public List<String> all() {
        return set.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    }

    /**
     * What keeps a library from being what it is by itself.
     *
     * @param prefixes how the names of the variables begin that it reads
     * @param threads how many threads it says it uses
     * @param wanted how many it was told to use
     * @return the variables; where there are none and the threads are too few, these; empty where nothing holds it back
     */
    public Optional<String> holdingBack(List<String> prefixes, int threads, int wanted) {
        boolean fewer = threads < wanted;
        List<String> found = new ArrayList<>();
        set.forEach((name, value) -> {
            boolean none = WAITING.contains(name) || THREADS.contains(name) && !fewer
                    || name.endsWith("_MAX_CPU_ISA") && UNLIMITED.contains(value);
            if (begins(name, prefixes) && !none) {
                found.add(name + "=" + value);
            }
        });
        if (fewer && found.isEmpty()) {
            found.add(threads + " of " + wanted + " threads");
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", found));
    }

    private static boolean begins(String name, List<String> prefixes) {
        return prefixes.stream().anyMatch(name::startsWith);
    }
}
