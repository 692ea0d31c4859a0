package genops.benchmarks.pair;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a build says of itself to one that wants to load it beside another.
 *
 * @param flags those that a JVM needs for its kernels
 */
public record PairBuild(List<String> flags) {

    public PairBuild {
        flags = List.copyOf(flags);
    }

    /**
     * Asks a build.
     *
     * @param jar its {@code benchmarks.jar}
     * @return empty where it has no {@link PairEntry}, or one of another protocol
     */
    @SuppressWarnings("unchecked")
    public static Optional<PairBuild> of(Path jar) {
        try (URLClassLoader loader = LoadedSide.loader(List.of(jar.toString()))) {
            Class<?> entry = Class.forName(PairEntry.class.getName(), true, loader);
            return (int) entry.getMethod("protocol").invoke(null) != PairEntry.PROTOCOL ? Optional.empty()
                    : Optional.of(new PairBuild((List<String>) entry.getMethod("flags").invoke(null)));
        } catch (ReflectiveOperationException | LinkageError e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
