package genops.benchmarks.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import genops.benchmarks.fork.Environment;
import genops.benchmarks.fork.ForkJvm;
import genops.results.document.Jvm;
import genops.results.document.RunDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.options.Options;

/**
 * The JVMs that a run forks, as they say themselves what they are: that is what its document records, and what two runs are compared by.
 * Until the first of them has spoken the document names what is expected.
 */
final class ForkedJvms {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Path file;

    private ForkedJvms(Path file) {
        this.file = file;
    }

    /** None has spoken yet. */
    static ForkedJvms begin() {
        try {
            Path file = Files.createTempFile("genops-jvm", ".jsonl");
            file.toFile().deleteOnExit();
            return new ForkedJvms(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The argument that makes a fork speak. */
    List<String> argument() {
        return List.of("-D" + ForkJvm.FILE + "=" + file);
    }

    /** Arguments of a fork, and the one that makes it speak. */
    List<String> with(List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(argument());
        return all;
    }

    /** A document with what they said in the place of what was expected; where they differ in what can change a time, it is suspect. */
    RunDocument in(RunDocument document) {
        List<Jvm> said = said();
        if (said.isEmpty()) {
            return document;
        }
        RunDocument told = document.on(document.machine().ranBy(said.getFirst()));
        List<Jvm> different = said.stream().map(Jvm::decisive).distinct().toList();
        return different.size() == 1 || !told.suspect().isEmpty() ? told
                : told.suspected("its JVMs were not all alike: " + text(different.getFirst()) + ", then " + text(different.get(1)));
    }

    private static String text(Jvm jvm) {
        return jvm.jdk() + ", " + jvm.vector() + (jvm.arguments().isEmpty() ? "" : ", " + String.join(" ", jvm.arguments()));
    }

    private List<Jvm> said() {
        List<Jvm> said = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                said.add(JSON.readValue(line, Jvm.class));
            }
        } catch (JsonProcessingException e) {
            // a fork was killed while it wrote: what was written before stands
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return said;
    }

    /**
     * What a JVM finds that is started as the forks will be. Without options about the JVM that is what one with the suite's own arguments
     * found; with options under which none can start, the cases will say so.
     *
     * @param found by a JVM with the suite's own arguments
     */
    static Environment expected(Options jmh, Environment found) {
        if (!jmh.getJvm().hasValue() && !jmh.getJvmArgs().hasValue() && !jmh.getJvmArgsPrepend().hasValue()
                && !jmh.getJvmArgsAppend().hasValue()) {
            return found;
        }
        try (WorkerProcess worker = WorkerProcess.startLike(jmh.getJvm().orElse(WorkerProcess.java()), argumentsOf(jmh))) {
            return worker.environment();
        } catch (WorkerProcess.Died | UncheckedIOException e) {
            return found;
        }
    }

    /** What JMH gives its forks beside what the suite adds: the command line's arguments, and those of this JVM unless they are replaced. */
    static List<String> argumentsOf(Options jmh) {
        List<String> arguments = new ArrayList<>(jmh.getJvmArgsPrepend().orElse(List.of()));
        arguments.addAll(jmh.getJvmArgs().orElse(ManagementFactory.getRuntimeMXBean().getInputArguments()));
        arguments.addAll(jmh.getJvmArgsAppend().orElse(List.of()));
        return arguments;
    }
}
