package genops.benchmarks.command;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The files of this build, as forks in pairs load them. */
final class OwnBuild {

    private OwnBuild() {}

    /** The jar that runs. */
    static Path jar() {
        try {
            return Path.of(OwnBuild.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path is not made of files", e);
        }
    }

    /**
     * Files with further kernels.
     *
     * @param classPath the value of {@code --class-path}; may be null
     */
    static List<String> furtherKernels(String classPath) {
        return classPath == null ? List.of()
                : Arrays.stream(classPath.split(File.pathSeparator)).map(f -> Path.of(f).toAbsolutePath().toString()).toList();
    }
}
