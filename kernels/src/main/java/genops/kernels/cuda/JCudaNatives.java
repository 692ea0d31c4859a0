package genops.kernels.cuda;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Unpacks JCuda's native library. JCuda would do so itself, but to a fixed name in the temporary folder, not atomically and
 * unverified, so that JVMs started together crash on each other's half-written file. Here it goes to a folder of this user named after
 * its version and size, by an atomic rename, and forked JVMs are given that folder as {@code java.library.path}, where JCuda looks first.
 */
public final class JCudaNatives {
    private static final String VERSION = "12.6.0";

    private static final String PROPERTY = "java.library.path";

    private JCudaNatives() {}

    /**
     * Unpacks the bindings of the driver and of cuBLAS where they are not yet, and returns their folder.
     *
     * @throws IllegalStateException where the class path has no library for this platform
     */
    public static Path unpack() {
        unpack("JCublas2");
        return unpack("JCudaDriver");
    }

    static Path unpack(String library) {
        String name = fileName(library);
        try (InputStream resource = JCudaNatives.class.getResourceAsStream("/lib/" + name)) {
            if (resource == null) {
                throw new IllegalStateException("/lib/" + name + " is not on the class path");
            }
            byte[] bytes = resource.readAllBytes();
            Path folder = cache().resolve("jcuda-" + VERSION);
            Path target = folder.resolve(name);
            if (!Files.isRegularFile(target) || Files.size(target) != bytes.length) {
                Files.createDirectories(folder);
                Path part = Files.createTempFile(folder, name, ".part");
                Files.write(part, bytes);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + name + ": " + e.getMessage(), e);
        }
    }

    /** Makes sure that JCuda finds its library whole: refuses to go on where it would unpack it itself. */
    static void load(String library) {
        String name = fileName(library);
        for (String folder : System.getProperty(PROPERTY, "").split(File.pathSeparator)) {
            if (Files.isRegularFile(Path.of(folder, name))) {
                return;
            }
        }
        throw new IllegalStateException("JCuda's native library is not in java.library.path; start the JVM with -D" + PROPERTY + "="
                + unpack());
    }

    private static String fileName(String library) {
        return "lib" + library + "-" + VERSION + "-linux-x86_64.so";
    }

    private static Path cache() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path base = xdg != null && !xdg.isEmpty() ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
        try {
            Path cache = base.resolve("genops");
            Files.createDirectories(cache);
            return cache;
        } catch (IOException e) {
            return Path.of(System.getProperty("java.io.tmpdir"), "genops-" + System.getProperty("user.name"));
        }
    }
}
