package genops.results.document;

import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * What a JVM that runs kernels says of itself, whoever gave it its arguments: the suite, the command line, or variables of the
 * environment.
 *
 * @param jdk vendor, version and VM
 * @param arguments its arguments, less those of {@link JvmArguments#lasting one case}
 * @param vector the preferred vector species, e.g. {@code 512-bit, 16 fp32 lanes}
 */
public record Jvm(String jdk, List<String> arguments, String vector) {

    public Jvm {
        arguments = List.copyOf(arguments);
    }

    /**
     * This one. What {@code JAVA_TOOL_OPTIONS} and {@code JDK_JAVA_OPTIONS} add counts as arguments too.
     *
     * @param vector its preferred vector species, which only a JVM with that module can tell
     */
    public static Jvm ofThisProcess(String vector) {
        return new Jvm(System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version") + ", "
                + System.getProperty("java.vm.name"), JvmArguments.lasting(ManagementFactory.getRuntimeMXBean().getInputArguments()), vector);
    }

    /** The same less what cannot change a time: two JVMs that are equal in this are one JVM to a comparison. */
    public Jvm decisive() {
        return new Jvm(jdk, JvmArguments.decisive(arguments), vector);
    }
}
