package genops.benchmarks.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.benchmarks.run.RunRequest;
import genops.shapes.operator.OperatorType;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;

/** The examples for job engines parse, and the commands in them are commands of this jar. */
class CiExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "docs", "ci");
    private static final String JAR = "java -jar benchmarks.jar ";

    @ParameterizedTest
    @ValueSource(strings = {"github-actions.yml", "kubernetes.yml"})
    void commandsInYamlAreCommandsOfTheJar(String file) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Object document : new Yaml().loadAll(Files.readString(EXAMPLES.resolve(file)))) {
            texts(document, texts);
        }
        accepted(texts.stream().flatMap(String::lines).map(String::strip).filter(l -> l.startsWith(JAR)).toList());
    }

    @Test
    void commandsOfTheJobArrayAreCommandsOfTheJar() throws IOException {
        accepted(Files.readAllLines(EXAMPLES.resolve("slurm.sh")).stream().map(String::strip).filter(l -> l.startsWith(JAR)).toList());
    }

    @Test
    void thePullRequestIsComparedWithItsBase() throws IOException {
        List<String> texts = new ArrayList<>();
        texts(new Yaml().load(Files.readString(EXAMPLES.resolve("pull-request.yml"))), texts);
        List<String> commands = texts.stream().flatMap(String::lines).map(String::strip).filter(l -> l.startsWith(JAR)).toList();
        assertEquals(1, commands.size());
        List<String> ab = words(commands.getFirst().replace("${{ steps.affected.outputs.operators }}", "attention,linear").split(" > ")[0]);
        assertEquals("ab", ab.getFirst());
        CommandLine.ParseResult parsed = new CommandLine(new AbCommand()).parseArgs(ab.stream().skip(1).toArray(String[]::new));
        assertTrue(parsed.hasMatchedOption("--jar"));
        RunRequest request = RunCommand.requestOf(parsed.unmatched());
        assertEquals(List.of(OperatorType.ATTENTION, OperatorType.LINEAR), request.filter().operators());
    }

    /** Each file of the kernels names operators, and those of the files that use its class are among them; what is inlined names all classes. */
    @Test
    void affectedOperatorsAreThoseWhoseKernelsUseAChangedClass() throws IOException, InterruptedException {
        Path root = Path.of("..");
        Map<Path, Set<String>> operators = new HashMap<>();
        Map<Path, String> sources = new HashMap<>();
        List<Path> files;
        try (Stream<Path> walked = Files.walk(root.resolve("kernels/src/main/java/genops/kernels/vector"))) {
            files = walked.filter(f -> f.toString().endsWith(".java") && !f.endsWith("package-info.java") && !f.endsWith("InliningOptions.java"))
                    .toList();
        }
        for (Path file : files) {
            operators.put(file, affected(root.relativize(file).toString()));
            sources.put(file, Files.readString(file));
        }
        for (Path file : files) {
            assertTrue(!operators.get(file).isEmpty(), file.toString());
            operators.get(file).forEach(OperatorType::of);
            Pattern name = Pattern.compile("\\b" + file.getFileName().toString().replace(".java", "") + "\\b");
            for (Path user : files) {
                assertTrue(!name.matcher(sources.get(user)).find() || operators.get(file).containsAll(operators.get(user)),
                        user + " uses " + file);
            }
        }
        assertEquals(Set.of(), affected("docs/nightly.md"));
        assertEquals(ALL, affected("kernels/src/main/java/genops/kernels/parallel/Team.java"));
    }

    private static final Set<String> ALL = Arrays.stream(OperatorType.values()).map(OperatorType::label).collect(Collectors.toSet());

    private static Set<String> affected(String file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", EXAMPLES.resolve("affected.sh").toString()).start();
        try (Writer names = process.outputWriter()) {
            names.write(file + "\n");
        }
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor());
        return printed.isEmpty() ? Set.of() : Set.of(printed.split(","));
    }

    /** All strings in a document. */
    private static void texts(Object node, List<String> into) {
        switch (node) {
            case Map<?, ?> map -> map.values().forEach(v -> texts(v, into));
            case Collection<?> list -> list.forEach(v -> texts(v, into));
            case String text -> into.add(text);
            case null, default -> assertTrue(node == null || node instanceof Number || node instanceof Boolean, String.valueOf(node));
        }
    }

    /** One run of a shard, one merge of all three, one night. */
    private static void accepted(List<String> commands) {
        assertEquals(3, commands.size(), commands.toString());
        RunRequest request = RunCommand.requestOf(words(commands.get(0)));
        assertEquals("1/3", request.shard().orElseThrow().text());
        assertTrue(request.output().orElseThrow().endsWith("shard-1.json"));
        List<String> merge = words(commands.get(1));
        assertEquals("merge", merge.getFirst());
        assertEquals(5, merge.size());
        new CommandLine(new MergeCommand()).parseArgs(merge.stream().skip(1).toArray(String[]::new));
        List<String> night = words(commands.get(2));
        assertEquals("nightly", night.getFirst());
        CommandLine.ParseResult parsed = new CommandLine(new NightlyCommand()).parseArgs(night.stream().skip(1).toArray(String[]::new));
        assertTrue(parsed.hasMatchedOption("--add") && parsed.hasMatchedOption("--history"));
        assertEquals(List.of(), parsed.unmatched());
    }

    /** The words of a command, where the engine has put 1 for the number of the shard. */
    private static List<String> words(String command) {
        return Stream.of(command).map(c -> c.substring(JAR.length()).replaceAll("\\$\\{\\{[^}]*}}|\\$\\{[^}]*}", "1"))
                .flatMap(c -> Arrays.stream(c.split(" "))).toList();
    }
}
