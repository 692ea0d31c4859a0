package genops.results.machine;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What Linux tells about itself in text files, for a machine on which no native code may be unpacked and executed; in the words of
 * {@link MachineProbe}, so that two runs of one machine can be compared whoever probed it. Elsewhere it knows what the JVM knows.
 */
final class PlainProbe {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path SYSTEM = Path.of("/etc/os-release");

    private PlainProbe() {}

    static String cpu() {
        return cpu(lines(PROCESSORS));
    }

    /** The same of the lines of {@code /proc/cpuinfo}. */
    static String cpu(List<String> lines) {
        Map<String, String> first = pairs(lines, ":");
        return first.getOrDefault("model name", System.getProperty("os.arch")) + ", family " + first.getOrDefault("cpu family", "") + " model "
                + first.getOrDefault("model", "") + " stepping " + first.getOrDefault("stepping", "");
    }

    static String os() {
        return os(lines(SYSTEM), System.getProperty("os.version"));
    }

    /** The same of the lines of {@code /etc/os-release} and a version of the kernel. */
    static String os(List<String> lines, String kernel) {
        Map<String, String> release = pairs(lines, "=");
        String name = release.getOrDefault("NAME", System.getProperty("os.name"));
        return (name + " " + release.getOrDefault("VERSION", "")).strip() + " build " + kernel;
    }

    static long memoryBytes() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    }

    /** The first value of each name, without quotes. */
    private static Map<String, String> pairs(List<String> lines, String separator) {
        Map<String, String> pairs = new HashMap<>();
        for (String line : lines) {
            int at = line.indexOf(separator);
            if (at > 0) {
                pairs.putIfAbsent(line.substring(0, at).strip(), line.substring(at + 1).strip().replaceAll("^\"|\"$", ""));
            }
        }
        return pairs;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
