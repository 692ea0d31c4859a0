package genops.benchmarks.fork;

import genops.kernels.cuda.JCudaNatives;
import genops.kernels.natives.NativeLibrary;
import genops.kernels.vector.InliningOptions;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What every JVM that runs kernels is started with. */
public final class ForkFlags {
    /** The module of the Vector API. */
    public static final String VECTOR_MODULE = "jdk.incubator.vector";

    private ForkFlags() {}

    /** The flags, in the order of the command line. */
    public static List<String> flags() {
        List<String> flags = new ArrayList<>(List.of(
                "--add-modules=" + VECTOR_MODULE,
                "--enable-native-access=ALL-UNNAMED",
                // JMH reads field offsets by way of sun.misc.Unsafe, which warns from JDK 24 on
                "--sun-misc-unsafe-memory-access=allow",
                // tensors count as direct memory, whose limit is the heap's unless it is set
                "-XX:MaxDirectMemorySize=" + HostMemory.totalBytes()));
        flags.addAll(InliningOptions.JVM);
        return flags;
    }

    /**
     * Where JCuda finds its native libraries whole, as an argument of a JVM; none where they cannot be unpacked, which the backend then
     * says in its own words. Beside {@link #flags}, since the folder says nothing about the machine.
     */
    public static List<String> libraryPath() {
        return LibraryPath.ARGUMENTS;
    }

    /** Unpacked once, when first asked for. */
    private static final class LibraryPath {
        static final List<String> ARGUMENTS = arguments();

        private static List<String> arguments() {
            if (!NativeLibrary.platform().equals("linux-x86_64")) {
                return List.of();
            }
            try {
                return List.of("-Djava.library.path=" + JCudaNatives.unpack());
            } catch (IllegalStateException | UncheckedIOException e) {
                return List.of();
            }
        }
    }

    /** Whether a line of a fork's output is a warning of the JVM that is known and means nothing to the user. */
    public static boolean isKnownWarning(String line) {
        // options from the environment are named once, at the start of a run
        return line.startsWith("WARNING: Using incubator modules: " + VECTOR_MODULE) || line.startsWith("Picked up ")
                || line.startsWith("NOTE: Picked up ");
    }
}
