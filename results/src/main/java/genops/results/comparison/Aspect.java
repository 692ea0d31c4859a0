package genops.results.comparison;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What two runs must share for their times to be compared. */
public enum Aspect {
    /** Processor, cores, caches, vectors, device. */
    MACHINE,
    /** Operating system, its kernel, and the driver of a device. */
    OS,
    JDK,
    /** Arguments of the forked JVMs, and what of the environment held a library back. */
    FLAGS,
    /** Threads that kernels could use. */
    THREADS;

    /** As on the command line: {@code jdk}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The aspect with this label.
     *
     * @throws IllegalArgumentException one line where there is none
     */
    public static Aspect of(String label) {
        return Arrays.stream(values()).filter(a -> a.label().equals(label)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "unknown aspect '" + label + "'; known: "
                        + Arrays.stream(values()).map(Aspect::label).collect(Collectors.joining(", "))));
    }
}
