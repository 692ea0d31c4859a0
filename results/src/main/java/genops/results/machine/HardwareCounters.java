package genops.results.machine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Whether the counters of the processor, such as cache misses, can be read: what {@code -prof perfnorm} needs. */
public final class HardwareCounters {
    private static final Path EVENT_SOURCES = Path.of("/sys/bus/event_source/devices");

    private static final String UNAVAILABLE = "not available: ";

    private HardwareCounters() {}

    /** One line on what there is, or on what is missing and what would make it so. */
    public static String text() {
        boolean perf = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":")).anyMatch(d -> Files.isExecutable(Path.of(d, "perf")));
        return text(EVENT_SOURCES, perf);
    }

    /** Whether they can be read. */
    public static boolean available() {
        return !text().startsWith(UNAVAILABLE);
    }

    /**
     * The same for a machine with these event sources.
     *
     * @param sources a folder laid out as {@code /sys/bus/event_source/devices}
     * @param perf whether the program perf is there
     */
    static String text(Path sources, boolean perf) {
        if (!Files.isDirectory(sources)) {
            return UNAVAILABLE + "this operating system has no Linux perf events";
        }
        // hybrid processors have one for each kind of core
        if (!Files.exists(sources.resolve("cpu")) && !Files.exists(sources.resolve("cpu_core"))
                && !Files.exists(sources.resolve("armv8_pmuv3_0"))) {
            return UNAVAILABLE + "the kernel offers no counters of the processor, as in most virtual machines; run on the host";
        }
        return perf ? "by -prof perfnorm" : UNAVAILABLE + "install the program perf for -prof perfnorm";
    }
}
