package genops.results.machine;

import genops.results.document.Machine;
import genops.results.table.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What makes two machines the same type, so that their times mean the same. */
public final class MachineType {
    /** Machines of one type differ in what firmware and kernel keep for themselves. */
    private static final double SAME_MEMORY = 0.05;
    /** Follows from the memory and is no choice of anybody. */
    private static final String MEMORY_FLAG = "-XX:MaxDirectMemorySize=";

    private MachineType() {}

    /** In what two machines differ, one entry each such as {@code JDK: 25.0.3 against 25.0.4}; empty for machines of one type. */
    public static List<String> differences(Machine a, Machine b) {
        List<String> differences = new ArrayList<>();
        compare(differences, "CPU", a.cpu(), b.cpu());
        compare(differences, "architecture", a.architecture(), b.architecture());
        compare(differences, "processors", a.cores(), b.cores());
        compare(differences, "caches", a.caches(), b.caches());
        if (Math.abs(a.memoryBytes() - b.memoryBytes()) > SAME_MEMORY * Math.max(a.memoryBytes(), b.memoryBytes())) {
            compare(differences, "memory", Numbers.bytes(a.memoryBytes()), Numbers.bytes(b.memoryBytes()));
        }
        compare(differences, "OS", a.os(), b.os());
        compare(differences, "JDK", a.jdk(), b.jdk());
        compare(differences, "JVM flags", chosen(a.jvmFlags()), chosen(b.jvmFlags()));
        compare(differences, "vectors", a.vector(), b.vector());
        compare(differences, "GPU", a.gpu(), b.gpu());
        compare(differences, "GPU driver", a.gpuDriver(), b.gpuDriver());
        return differences;
    }

    private static List<String> chosen(List<String> flags) {
        return flags.stream().filter(f -> !f.startsWith(MEMORY_FLAG)).toList();
    }

    private static void compare(List<String> differences, String name, Object a, Object b) {
        if (!Objects.equals(a, b)) {
            differences.add(name + ": " + text(a) + " against " + text(b));
        }
    }

    private static String text(Object value) {
        return value.toString().isEmpty() ? "none" : value.toString();
    }
}
