package genops.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.benchmarks.JarProcess.Ended;
import genops.results.document.Ceiling;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.RunDocuments;
import genops.results.document.Status;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar as a user runs it: by the default java of the machine, whatever that is. */
class JarIT {
    private static final String TEST_KERNELS = Path.of("target", "test-classes").toAbsolutePath().toString();
    private static final String SHAPE = "convolution=n1_c4_h4_w4_o4_r3x3_s1_p1";
    private static final List<String> SHORT = List.of("-f", "1", "-wi", "1", "-i", "2", "-w", "50ms", "-r", "50ms", "--no-ceilings");

    @TempDir
    Path folder;

    @Test
    void listsTheBenchmarksWithoutAWarning() throws Exception {
        Ended ended = jar("-l");
        assertEquals(0, ended.status(), ended.err());
        assertTrue(ended.out().contains("genops.benchmarks.AttentionBenchmark.run"), ended.out());
        assertEquals("", ended.err());
    }

    @Test
    void listsTheParametersOfTheCatalog() throws Exception {
        Ended ended = jar("-lp", "[.]Convolution|Ceiling", "--model", "stable-diffusion", "--class-path", TEST_KERNELS, "--kernel", "test/slow");
        assertEquals(0, ended.status(), ended.err());
        assertTrue(ended.out().contains("n2_c320_h64_w64_o320_r3x3_s1_p1"), ended.out());
        assertTrue(ended.out().contains("param \"kernel\" = {test/slow}"), ended.out());
        assertTrue(ended.out().contains("param \"ceiling\" = {fma, read, copy}"), ended.out());
    }

    @Test
    void measuresOneCaseAndWritesBothResultFiles() throws Exception {
        Path jmh = folder.resolve("jmh.json");
        Ended ended = measure("test/slow", "-rf", "json", "-rff", jmh.toString(), "-prof", "gc", "-v", "SILENT");
        assertEquals(0, ended.status(), ended.err());
        assertEquals("", ended.err());
        assertFalse(ended.out().contains("WARNING"), ended.out());
        assertTrue(ended.out().contains("case 1/1, about 0 s left: convolution n1_c4_h4_w4_o4_r3x3_s1_p1 test/slow: "), ended.out());
        Measurement measurement = document().measurements().getFirst();
        assertEquals(Status.MEASURED, measurement.status());
        assertEquals(1, measurement.nanoseconds().length);
        assertEquals(2, measurement.nanoseconds()[0].length);
        assertTrue(measurement.error() <= measurement.tolerance(), measurement.toString());
        assertTrue(measurement.verificationSeed() > 0 && measurement.verificationSeconds() > 0, measurement.toString());
        assertTrue(ended.out().contains("\nverification took "), ended.out());
        String results = Files.readString(jmh);
        assertTrue(results.contains("\"verificationError\"") && results.contains("gc.alloc.rate.norm"), results);
    }

    @Test
    void systemPropertiesReachTheForks() throws Exception {
        Ended ended = jar(List.of("-Dgenops.threads=1", "-Dgenops.verify.seed=77"), caseOf("test/slow"));
        assertEquals(0, ended.status(), ended.err());
        assertEquals(1, document().measurements().getFirst().threads());
        assertEquals(77, document().measurements().getFirst().verificationSeed());
        assertEquals(0, jar(with(caseOf("test/slow"), "--threads", "2")).status());
        Measurement two = document().measurements().getFirst();
        assertEquals(2, two.threads());
        assertTrue(two.command().endsWith("--threads 2"), two.command());
    }

    @Test
    void severalNumbersOfThreadsStandInOneRun() throws Exception {
        List<String> arguments = with(caseOf("test/slow"), "--threads", "2,1");
        arguments.remove("--no-ceilings");
        Ended ended = jar(arguments);
        assertEquals(0, ended.status(), ended.err());
        RunDocument document = document();
        assertEquals(List.of(1, 2), document.measurements().stream().map(Measurement::threads).toList());
        assertTrue(document.measurements().get(1).command().endsWith("--threads 2"), document.measurements().get(1).command());
        assertEquals(List.of("fma 1", "read 1", "fma 2", "read 2"),
                document.ceilings().stream().map(c -> c.name() + " " + c.threads()).toList());
        assertTrue(ended.out().contains("over 1 thread"), ended.out());
    }

    @ParameterizedTest
    @CsvSource({
        "test/zero, FAILED_VERIFICATION, before timing: error, 1",
        "test/lazy, FAILED_VERIFICATION, while timing: error, 1",
        "test/dying, CRASHED, exit code 7, 1",
        "test/hanging, TIMED_OUT, no result after 9 s, 1",
        "test/picky, UNSUPPORTED, supports no shape at all, 0"})
    void everyCaseComesBackWithItsStatus(String kernel, Status status, String reason, int exit) throws Exception {
        Ended ended = measure(kernel, "--timeout", "9");
        assertEquals(exit, ended.status(), ended.err());
        Measurement measurement = document().measurements().getFirst();
        assertEquals(status, measurement.status());
        assertTrue(measurement.reason().contains(reason), measurement.reason());
        assertEquals(0, measurement.nanoseconds().length);
        assertEquals("java -jar benchmarks.jar -p " + SHAPE + " -p kernel=" + kernel, measurement.command());
    }

    @Test
    void lackOfMemoryIsSkippedWithBytesNeededAndAvailable() throws Exception {
        Ended ended = jar(List.of("-Dgenops.memory=100"), caseOf("test/slow"));
        assertEquals(0, ended.status(), ended.err());
        assertTrue(ended.out().contains("skipped: needs 1.08 KiB of memory, 100 B available"), ended.out());
    }

    @Test
    void anInterruptKeepsWhatIsFinished() throws Exception {
        List<String> arguments = List.of("-f", "1", "-wi", "1", "-i", "1", "-w", "50ms", "-r", "1s", "--no-ceilings", "-p", "convolution="
                + Stream.of(4, 5, 6, 7).map(n -> "n1_c4_h" + n + "_w4_o4_r3x3_s1_p1").collect(Collectors.joining(",")),
                "-p", "kernel=test/slow", "--class-path", TEST_KERNELS, "--output", folder.resolve("run.json").toString());
        Process process = JarProcess.command(folder, List.of(), arguments).start();
        String out;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (!line.startsWith("case 1/4")) {
                line = lines.readLine();
            }
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
            out = lines.lines().collect(Collectors.joining("\n"));
            assertEquals(130, process.waitFor());
        }
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(out.contains("test/slow"), out);
        assertEquals("interrupted: 1 of 4 cases are finished and kept in " + folder.resolve("run.json"), err.strip());
        assertEquals(List.of(Status.MEASURED, Status.INTERRUPTED, Status.INTERRUPTED, Status.INTERRUPTED),
                document().measurements().stream().map(Measurement::status).toList());
    }

    /** The newest document must not be one that says nothing. */
    @Test
    void anInterruptBeforeTheFirstCaseLeavesNoDocument() throws Exception {
        List<String> arguments = caseOf("test/slow");
        Process process = JarProcess.command(folder, List.of(), arguments.stream().filter(a -> !a.equals("--no-ceilings")).toList()).start();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (!line.startsWith("ceiling ")) {
                line = lines.readLine();
            }
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
            assertEquals(130, process.waitFor());
        }
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals("interrupted before the first case was finished: there is no run document", err.strip());
        assertFalse(Files.exists(folder.resolve("run.json")));
    }

    @Test
    void verbsAnswer() throws Exception {
        Ended shapes = jar("shapes", "--format", "csv", "--model", "llama");
        assertEquals("model,stage,phase,operator,kind,attention_kind,shape,calls_per_step,steps,flops,bytes", shapes.out().lines().findFirst().orElse(""));
        assertTrue(shapes.out().lines().skip(1).allMatch(l -> l.startsWith("llama,") && l.split(",").length == 11), shapes.out());
        Ended env = jar("env");
        assertTrue(env.out().contains("backend vector") && env.out().contains("backend cuda"), env.out());
        assertFalse(env.out().contains("not available: not available"), env.out());
        assertEquals("", env.err());
        assertTrue(jar("--version").out().startsWith("genops "));
        assertTrue(jar("--help").out().contains("Exit status:"));
        Ended verify = jar("verify", "--shape", SHAPE, "--full", "--class-path", TEST_KERNELS, "--kernel", "test/dying,test/slow");
        assertEquals(1, verify.status());
        assertTrue(verify.out().contains("crashed convolution n1_c4_h4_w4_o4_r3x3_s1_p1 test/dying: the JVM that runs kernels died with exit status 7"), verify.out());
        assertTrue(verify.out().contains("correct convolution n1_c4_h4_w4_o4_r3x3_s1_p1 test/slow: error "), verify.out());
    }

    @Test
    void aBrokenKernelJarIsOneLine() throws Exception {
        Path services = Files.createDirectories(folder.resolve("broken/META-INF/services"));
        Files.writeString(services.resolve("genops.kernels.Kernel"), "no.such.Kernel\n");
        for (List<String> arguments : List.of(List.of("env"), List.of("verify"), List.<String>of())) {
            Ended ended = jar(with(arguments, "--class-path", folder.resolve("broken").toString()));
            assertEquals(4, ended.status(), ended.err());
            assertEquals(1, ended.err().lines().count(), ended.err());
            assertTrue(ended.err().contains("no.such.Kernel not found"), ended.err());
        }
    }

    @Test
    void ceilingsAreMeasuredBesideASingleShape() throws Exception {
        Ended ended = jar("-p", SHAPE, "-p", "kernel=test/slow", "--class-path", TEST_KERNELS, "-f", "1", "-i", "2", "--threads", "1",
                "--output", folder.resolve("run.json").toString());
        assertEquals(0, ended.status(), ended.err());
        assertEquals(List.of("fma", "read"), document().ceilings().stream().map(Ceiling::name).toList());
        assertTrue(ended.out().lines().anyMatch(l -> l.contains("test/slow") && l.endsWith("%")), ended.out());
    }

    @Test
    void badInputIsOneLineAndStatus2() throws Exception {
        complains("unknown model 'nosuch'", "--model", "nosuch");
        complains("unknown operator 'nosuch'", "--operator", "nosuch");
        complains("unknown kernel 'nosuch'", "--kernel", "nosuch", "--operator", "convolution");
        complains("malformed attention shape 'b1_h1'", "-p", "attention=b1_h1");
        complains("unknown parameter 'attenton'", "-p", "attenton=b1_h1_q8_k8_d8");
        complains("nosuch is not a recognized option", "--nosuch");
        complains("no benchmark matches [NoSuch]", "NoSuch");
        complains("-f 0 is not possible", "-f", "0");
        complains("--sample must be at least 1, is 0", "--sample", "0");
        complains("--threads must be at least 1, is 0", "--threads", "2,0");
        complains("Invalid value for option '--threads' (N): 'two' is not an int", "--threads", "1,two");
        complains("unknown format 'xml'", "shapes", "--format", "xml");
        complains("bad --shard '4/3'", "--shard", "4/3");
        complains("unknown sweep 'nosuch'", "--sweep", "nosuch");
        complains("unknown suite 'nosuch'", "--suite", "nosuch");
        complains("--suite models chooses its shapes", "--suite", "models", "-wi", "1");
        complains("--suite findings chooses its shapes", "--suite", "findings", "-p", "attention=b1_h1_q8_k8_d8");
        complains("unknown --gpu-cache 'hot'", "--gpu-cache", "hot");
        complains("no such run document", "findings", folder.resolve("none.json").toString());
    }

    @Test
    void theQuickSuiteEndsWithTheHeadline() throws Exception {
        Path file = folder.resolve("run.json");
        Ended ended = jar("--suite", "quick", "--minutes", "0.7", "--model", "parti", "--set", "parti.variant=350M", "--threads", "1",
                "--output", file.toString());
        assertEquals(0, ended.status(), ended.err());
        assertTrue(ended.out().contains("What flash attention gains at single shapes"), ended.out());
        RunDocument document = RunDocuments.read(file);
        assertTrue(document.measurements().stream().allMatch(m -> m.status() == Status.MEASURED && !m.turns().isEmpty()), ended.out());
        assertTrue(document.measurements().size() >= 2, ended.out());
        assertTrue(document.ceilings().isEmpty());
    }

    @Test
    void aTruncatedRunDocumentIsNamed() throws Exception {
        measure("test/slow");
        Path file = folder.resolve("run.json");
        String whole = Files.readString(file);
        Files.writeString(file, whole.substring(0, whole.length() / 2));
        complains(file + " is cut short", "findings", file.toString());
    }

    private void complains(String message, String... arguments) throws Exception {
        Ended ended = jar(arguments);
        assertEquals(2, ended.status(), ended.err());
        assertEquals(1, ended.err().lines().count(), ended.err());
        assertTrue(ended.err().contains(message), ended.err());
        assertEquals("", ended.out());
    }

    @Test
    void aDocumentThatCannotBeWrittenIsOneLineBeforeAnythingIsMeasured() throws Exception {
        List<String> arguments = new ArrayList<>(caseOf("test/slow"));
        arguments.set(arguments.indexOf("--output") + 1, folder.toString());
        complains("cannot write " + folder + ": Is a directory", arguments.toArray(String[]::new));
    }

    private Ended measure(String kernel, String... more) throws Exception {
        return jar(with(caseOf(kernel), more));
    }

    private List<String> caseOf(String kernel) {
        return Stream.of(SHORT, List.of("-p", SHAPE, "-p", "kernel=" + kernel, "--class-path", TEST_KERNELS, "--output",
                folder.resolve("run.json").toString())).flatMap(List::stream).toList();
    }

    private static List<String> with(List<String> arguments, String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(Arrays.asList(more));
        return all;
    }

    private RunDocument document() {
        return RunDocuments.read(folder.resolve("run.json"));
    }

    private Ended jar(String... arguments) throws Exception {
        return jar(List.of(arguments));
    }

    private Ended jar(List<String> arguments) throws Exception {
        return jar(List.of(), arguments);
    }

    private Ended jar(List<String> jvmArguments, List<String> arguments) throws Exception {
        return JarProcess.run(folder, Map.of(), jvmArguments, arguments);
    }
}
