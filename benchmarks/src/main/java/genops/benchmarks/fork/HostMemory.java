package genops.benchmarks.fork;

import com.sun.management.OperatingSystemMXBean;
import genops.results.table.Numbers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** How much memory this machine, or the container around this process, has and can give now. */
public final class HostMemory {
    /** System property that lowers the memory a case may take, in bytes. */
    public static final String LIMIT = "genops.memory";

    /** What the JVM itself takes beside the tensors. */
    private static final long JVM_BYTES = 512L << 20;

    private HostMemory() {}

    /** Bytes of memory there are. */
    public static long totalBytes() {
        return bean().getTotalMemorySize();
    }

    /** Bytes that a case may take now: what is available less what its JVM needs, and not above {@value #LIMIT}. */
    public static long availableBytes() {
        long available = Math.max(0, Math.min(linuxAvailable().orElseGet(() -> bean().getFreeMemorySize()), totalBytes()) - JVM_BYTES);
        return Math.min(available, Long.getLong(LIMIT, Long.MAX_VALUE));
    }

    /** Empty where there is room for so many bytes; otherwise one line that says what is missing. */
    public static Optional<String> lacking(long bytesNeeded) {
        long available = availableBytes();
        return bytesNeeded <= available ? Optional.empty()
                : Optional.of("needs " + Numbers.bytes(bytesNeeded) + " of memory, " + Numbers.bytes(available) + " available");
    }

    private static Optional<Long> linuxAvailable() {
        try {
            // free memory leaves out the page cache, which the kernel gives back when asked
            return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith("MemAvailable:"))
                    .map(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static OperatingSystemMXBean bean() {
        return (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    }
}
