package genops.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs {@code benchmarks.jar} by the default java of the machine, as a user does. */
final class JarProcess {
    static final Path JAR = Path.of("..", "benchmarks.jar").toAbsolutePath().normalize();

    private JarProcess() {}

    /** What a process left behind. */
    record Ended(int status, String out, String err) {}

    static Ended run(Path folder, Map<String, String> environment, List<String> jvmArguments, List<String> arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = command(folder, jvmArguments, arguments);
        builder.environment().putAll(environment);
        return run(builder);
    }

    /** Runs a process to its end. */
    static Ended run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path err = Files.createTempFile(builder.directory().toPath(), "stderr", ".txt");
        Process process = builder.redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, Files.readString(err));
    }

    static ProcessBuilder command(Path folder, List<String> jvmArguments, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("java"));
        command.addAll(jvmArguments);
        // another run on this machine, perhaps of the user, is no reason for a test to fail
        command.add("-Djmh.ignoreLock=true");
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        // which the JVM announces on the error stream
        builder.environment().remove("JDK_JAVA_OPTIONS");
        return builder;
    }
}
