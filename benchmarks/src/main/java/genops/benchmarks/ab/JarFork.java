package genops.benchmarks.ab;

import genops.benchmarks.run.Case;
import genops.benchmarks.run.RunSeed;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.RunDocumentException;
import genops.results.document.RunDocuments;
import genops.results.document.Status;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Times one fork of a case by a jar of this suite in a process of its own, so that the jar may be of an older or newer build. */
final class JarFork {
    private final Path jar;
    private final List<String> options;

    /**
     * A build.
     *
     * @param jar its {@code benchmarks.jar}
     * @param options of a run: the iterations of the fork, and what the user gave besides
     */
    JarFork(Path jar, List<String> options) {
        this.jar = jar;
        this.options = List.copyOf(options);
    }

    /**
     * What came of it: exactly one is there.
     *
     * @param document of the one case, which was measured
     * @param failure one line why it was not
     */
    record Outcome(Optional<RunDocument> document, Optional<String> failure) {
        static Outcome failed(String reason) {
            return new Outcome(Optional.empty(), Optional.of(reason));
        }
    }

    /** Times a fork; waits for its end. */
    Outcome time(Case wanted) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("genops-ab");
        Path file = folder.resolve("run.json");
        Path errors = folder.resolve("errors.txt");
        try {
            Process process = new ProcessBuilder(command(wanted, file)).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(errors.toFile()).start();
            int status = process.waitFor();
            if (!Files.exists(file)) {
                return Outcome.failed("no run document, exit status " + status
                        + Files.readAllLines(errors).stream().findFirst().map(l -> ": " + l).orElse(""));
            }
            RunDocument document = RunDocuments.read(file);
            Measurement measurement = document.measurements().getFirst();
            return measurement.status() == Status.MEASURED ? new Outcome(Optional.of(document), Optional.empty())
                    : Outcome.failed(measurement.status().words() + ": " + measurement.reason());
        } catch (RunDocumentException e) {
            return Outcome.failed(e.getMessage());
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(errors);
            Files.deleteIfExists(folder);
        }
    }

    private List<String> command(Case wanted, Path file) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add(RunSeed.argument());
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(wanted.arguments());
        if (!wanted.offer().onDevice()) {
            command.addAll(List.of("--threads", Integer.toString(wanted.threads())));
        }
        command.addAll(options);
        command.addAll(List.of("-f", "1", "--no-ceilings", "--output", file.toString()));
        return command;
    }
}
