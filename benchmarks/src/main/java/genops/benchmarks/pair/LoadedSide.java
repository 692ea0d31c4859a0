package genops.benchmarks.pair;

import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * A build in a class loader of its own, whose parent is the platform's, so that nothing of this JVM's own build is seen. Its kernels are found
 * by way of the context class loader, which is set for each call.
 */
final class LoadedSide {
    private final ClassLoader loader;
    private Map<String, Object> functions = Map.of();

    private LoadedSide(ClassLoader loader) {
        this.loader = loader;
    }

    /** The build that lies in these files. It stays loaded as long as this JVM lives. */
    static LoadedSide of(List<String> classPath) {
        return new LoadedSide(loader(classPath));
    }

    /** A class loader of these files, the first of which wins where several have a class. */
    static URLClassLoader loader(List<String> classPath) {
        return new URLClassLoader(classPath.stream().map(LoadedSide::url).toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static URL url(String file) {
        try {
            return Path.of(file).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("not a file: " + file, e);
        }
    }

    /** Makes the kernel ready; why it cannot be timed, or an empty line. */
    String open(Map<String, String> wanted) {
        return inItsLoader(() -> {
            functions = entry(wanted);
            return (String) functions.getOrDefault(PairEntry.REFUSED, "");
        });
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> entry(Map<String, String> wanted) {
        try {
            return (Map<String, Object>) Class.forName(PairEntry.class.getName(), true, loader).getMethod("open", Map.class).invoke(null, wanted);
        } catch (InvocationTargetException e) {
            return Map.of(PairEntry.REFUSED, "crashed: " + e.getCause());
        } catch (ReflectiveOperationException | LinkageError e) {
            return Map.of(PairEntry.REFUSED, "cannot be loaded: " + e);
        }
    }

    /** Before a series of turns. */
    void prepare() {
        inItsLoader(() -> {
            ((Runnable) functions.get(PairEntry.PREPARE)).run();
            return "";
        });
    }

    /** One turn: nanoseconds of a call. */
    double turn() {
        return ((DoubleSupplier) functions.get(PairEntry.TURN)).getAsDouble();
    }

    /** What is wrong after a series of turns; empty where nothing is. */
    String verify() {
        return line(PairEntry.VERIFY);
    }

    /** What is wrong after the last turn; empty where nothing is. */
    String end() {
        return line(PairEntry.END);
    }

    @SuppressWarnings("unchecked")
    private String line(String function) {
        return inItsLoader((Supplier<String>) functions.get(function));
    }

    private String inItsLoader(Supplier<String> call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return call.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
