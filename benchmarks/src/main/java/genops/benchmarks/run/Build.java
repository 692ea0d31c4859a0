package genops.benchmarks.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * What the build wrote down about itself.
 *
 * @param version of the project
 * @param commit git commit of the sources, with {@code -dirty} where they were changed; {@code unknown} outside a checkout
 * @param committed when that commit was made, ISO 8601 with zone; empty outside a checkout
 */
public record Build(String version, String commit, String committed) {
    private static final String RESOURCE = "genops/build.properties";

    /** This build. */
    public static Build current() {
        try (InputStream in = Build.class.getResourceAsStream("/" + RESOURCE)) {
            return of(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The build that a jar holds.
     *
     * @param jar its {@code benchmarks.jar}
     * @throws IOException where the file is no jar or cannot be read
     */
    public static Build of(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            JarEntry entry = file.getJarEntry(RESOURCE);
            return of(entry == null ? null : file.getInputStream(entry));
        }
    }

    private static Build of(InputStream in) throws IOException {
        Properties properties = new Properties();
        if (in != null) {
            properties.load(in);
        }
        return new Build(properties.getProperty("version", "unknown"), properties.getProperty("commit", "unknown"),
                properties.getProperty("committed", ""));
    }

    /** Whether a commit says what is in the jar. */
    public static boolean isNamed(String commit) {
        return !commit.equals("unknown") && !commit.endsWith("-dirty");
    }

    /** When the jar was written. */
    public static Instant written() {
        try {
            return Files.getLastModifiedTime(Path.of(Build.class.getProtectionDomain().getCodeSource().getLocation().toURI())).toInstant();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path is not made of files", e);
        }
    }
}
