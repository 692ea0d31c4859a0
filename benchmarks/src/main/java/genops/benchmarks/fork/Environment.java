package genops.benchmarks.fork;

import genops.kernels.natives.NativeLibrary;
import genops.results.document.Jvm;
import genops.results.document.Library;
import genops.results.document.Machine;
import genops.results.machine.KnownCaches;
import genops.results.machine.MachineProbe;
import genops.results.statistics.KernelId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a JVM that runs kernels finds on this machine.
 *
 * @param jvm what it is itself
 * @param threads threads of the kernels' pool
 * @param backends where kernels come from, by name
 * @param gpu name of the device that the CUDA kernels use; empty where there is none
 * @param gpuDriver newest CUDA version of its driver; empty where there is none
 * @param caches those of the processor
 * @param pages what large tensors lie on
 */
public record Environment(Jvm jvm, int threads, List<BackendState> backends, String gpu, String gpuDriver, CacheState caches,
        String pages) {

    private static final String GPU_BACKEND = "cuda";
    /** System property of JNA: where it unpacks its library. */
    private static final String JNA_FOLDER = "jna.tmpdir";

    public Environment {
        backends = List.copyOf(backends);
    }

    /**
     * One backend.
     *
     * @param name e.g. {@code vector}
     * @param available whether it can be used here
     * @param text one line: what it is here, or why it cannot be used and what would make it so
     * @param untimed one line why its kernels are verified but not timed; empty where they are
     * @param heldBack what keeps its library from being what it is by itself; empty where nothing does
     */
    public record BackendState(String name, boolean available, String text, String untimed, String heldBack) {}

    /**
     * Caches as kernels see them.
     *
     * @param lines one for each kind and size, the last level first; none where they are not told
     * @param source who told them; empty where nobody did
     * @param lastLevelBytes what kernels count on of the last level; 0 where it is not told
     * @param assumed one line: the sizes that kernels cut their blocks by, and why so much of level 3
     */
    public record CacheState(List<String> lines, String source, long lastLevelBytes, String assumed) {

        public CacheState {
            lines = List.copyOf(lines);
        }
    }

    /** The fingerprint of this machine, of the JVM that looked around on it, and of the libraries that kernels are compared with. */
    public Machine machine() {
        unpackWhereKernelsDo();
        return MachineProbe.probe(jvm.arguments(), jvm.vector(), gpu, gpuDriver, new KnownCaches(caches.lines, caches.lastLevelBytes))
                .ranBy(jvm).beside(libraries(), UserEnvironment.ofThisProcess().variables()).onPages(pages);
    }

    private List<Library> libraries() {
        return backends.stream().filter(b -> b.available && new KernelId(b.name, "").vendor())
                .map(b -> new Library(b.name, b.text, b.heldBack)).toList();
    }

    /** What a user should know of the environment before the first number: one line each. */
    public List<String> warnings() {
        return Stream.concat(UserEnvironment.ofThisProcess().note().stream(), backends.stream().filter(b -> !b.heldBack.isEmpty())
                .map(b -> b.name + " is held back by " + b.heldBack + "; ratios to it are marked (!)")).toList();
    }

    /** One line where this JVM cannot unpack and execute native code, and what would make it so. */
    public static Optional<String> withoutNativeCode() {
        unpackWhereKernelsDo();
        return MachineProbe.withoutNativeCode().map(reason -> "this machine is described by what the system tells in text, for native code "
                + "cannot be unpacked and executed (" + reason + "); -D" + NativeLibrary.CACHE_PROPERTY
                + "=<folder> names a folder where it can");
    }

    /** One property names the folder for all that is unpacked. */
    private static void unpackWhereKernelsDo() {
        String folder = System.getProperty(NativeLibrary.CACHE_PROPERTY);
        if (folder != null && System.getProperty(JNA_FOLDER) == null) {
            try {
                System.setProperty(JNA_FOLDER, Files.createDirectories(Path.of(folder)).toString());
            } catch (IOException e) {
                throw new IllegalArgumentException("cannot write to the folder of -D" + NativeLibrary.CACHE_PROPERTY + ": " + folder, e);
            }
        }
    }

    /** Whether the device's times count. */
    public boolean timesGpu() {
        return !gpu.isEmpty() && backends.stream().filter(b -> b.name().equals(GPU_BACKEND)).allMatch(b -> b.untimed.isEmpty());
    }
}
