package genops.kernels.natives;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A shared library, with those it depends on, that travels in a jar on the class path as {@code folder/platform/file}. It is
 * unpacked once per user into a cache keyed by its content and opened from there; several JVMs may start together. Nothing is
 * printed and nothing thrown where it is absent: {@link #unavailable} says why.
 *
 * <p>The cache is the first of these that can be written and executed from: the property {@value #CACHE_PROPERTY},
 * {@code $XDG_CACHE_HOME/genops} or {@code ~/.cache/genops}, {@code genops-<user>} in the folder for temporary files.
 */
public final class NativeLibrary {
    /** Names the folder to unpack into. */
    public static final String CACHE_PROPERTY = "genops.natives.cache";
    /** Overrides the platform this JVM runs on, e.g. {@code linux-x86_64}. */
    public static final String PLATFORM_PROPERTY = "genops.natives.platform";

    /** What the bindings know the file names and thread settings of. */
    private static final List<String> PLATFORMS = List.of("linux-x86_64", "linux-arm64");

    private final Map<String, SymbolLookup> symbols;
    private final String reason;

    private NativeLibrary(Map<String, SymbolLookup> symbols, String reason) {
        this.symbols = symbols;
        this.reason = reason;
    }

    /** The platform this JVM runs on, in the names of the jars: {@code linux-x86_64}, {@code macosx-arm64}, … */
    public static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = os.startsWith("mac") ? "macosx" : os.startsWith("windows") ? "windows" : os;
        String arch = switch (System.getProperty("os.arch")) {
            case "amd64" -> "x86_64";
            case "aarch64" -> "arm64";
            case String other -> other;
        };
        return System.getProperty(PLATFORM_PROPERTY, system + "-" + arch);
    }

    /**
     * Unpacks and opens a library for this platform.
     *
     * @param title name for messages, e.g. {@code oneDNN}
     * @param folder folder of the class path that holds one folder a platform
     * @param files file names, each after those it depends on
     */
    public static NativeLibrary load(String title, String folder, List<String> files) {
        return load(title, folder, files, platform(), caches());
    }

    static NativeLibrary load(String title, String folder, List<String> files, String platform, List<Path> caches) {
        if (!PLATFORMS.contains(platform)) {
            return absent(title + " is bound on " + String.join(" and ", PLATFORMS) + " only, this is " + platform);
        }
        List<URL> resources = new ArrayList<>();
        for (String file : files) {
            URL resource = NativeLibrary.class.getClassLoader().getResource(folder + "/" + platform + "/" + file);
            if (resource == null) {
                return absent("the class path holds no " + title + " for " + platform + "; build with mvn package -Dnatives.platform="
                        + platform);
            }
            resources.add(resource);
        }
        String failure = "no folder to unpack to";
        for (Path cache : caches) {
            try {
                return new NativeLibrary(open(unpack(cache, folder, files, resources)), "");
            } catch (IOException | IllegalArgumentException | UnsatisfiedLinkError e) {
                failure = e.getMessage();
            }
        }
        return absent(title + " cannot be opened (" + failure.lines().findFirst().orElse("") + "); -D" + CACHE_PROPERTY
                + "=<folder> names another folder to unpack to");
    }

    private static NativeLibrary absent(String reason) {
        return new NativeLibrary(Map.of(), reason);
    }

    private static List<Path> caches() {
        List<Path> caches = new ArrayList<>();
        Optional.ofNullable(System.getProperty(CACHE_PROPERTY)).map(Path::of).ifPresent(caches::add);
        caches.add(Optional.ofNullable(System.getenv("XDG_CACHE_HOME")).filter(s -> !s.isBlank()).map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache")).resolve("genops"));
        Path shared = Path.of(System.getProperty("java.io.tmpdir"), "genops-" + System.getProperty("user.name"));
        // anybody may write to the folder for temporary files: what another user put there is not loaded
        if (!Files.exists(shared, LinkOption.NOFOLLOW_LINKS) || isOwn(shared)) {
            caches.add(shared);
        }
        return caches;
    }

    private static boolean isOwn(Path folder) {
        try {
            return Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName().equals(System.getProperty("user.name"));
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Path> unpack(Path cache, String folder, List<String> files, List<URL> resources) throws IOException {
        StringBuilder key = new StringBuilder(folder.substring(folder.lastIndexOf('/') + 1));
        long[] lengths = new long[files.size()];
        for (int i = 0; i < lengths.length; i++) {
            URLConnection connection = resources.get(i).openConnection();
            connection.setUseCaches(false);
            lengths[i] = connection.getContentLengthLong();
            long content = connection instanceof JarURLConnection jar ? jar.getJarEntry().getCrc() : connection.getLastModified();
            key.append('-').append(Long.toHexString(content));
            connection.getInputStream().close();
        }
        Path target = Files.createDirectories(cache.resolve(key.toString()));
        List<Path> unpacked = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            Path file = target.resolve(files.get(i));
            if (!Files.isRegularFile(file) || Files.size(file) != lengths[i]) {
                copy(resources.get(i), file);
            }
            unpacked.add(file);
        }
        return unpacked;
    }

    /** Under a name of its own first and then moved in one step, so that a JVM that starts meanwhile never opens half a file. */
    private static void copy(URL resource, Path file) throws IOException {
        Path part = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part");
        try (InputStream in = resource.openStream()) {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static Map<String, SymbolLookup> open(List<Path> files) {
        Map<String, SymbolLookup> symbols = new LinkedHashMap<>();
        for (Path file : files) {
            try {
                symbols.put(file.getFileName().toString(), SymbolLookup.libraryLookup(file, Arena.global()));
            } catch (IllegalArgumentException e) {
                // fails as well, but says which dependency is missing
                System.load(file.toString());
                throw e;
            }
        }
        return symbols;
    }

    /** Empty where it is open; otherwise one line: why not, and what would make it so. */
    public Optional<String> unavailable() {
        return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
    }

    /** The symbols of one of its files. */
    public SymbolLookup symbols(String file) {
        return Optional.ofNullable(symbols.get(file)).orElseThrow(() -> new IllegalStateException(reason));
    }
}
