package genops.benchmarks;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.benchmarks.JarProcess.Ended;
import genops.results.document.Measurement;
import genops.results.document.RunDocuments;
import genops.results.document.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kernel of a jar of wrong ones is refused with its reason: where it is verified, and where it is timed. */
class WrongKernelsIT {
    private static final Path CLASSES = Path.of("target", "test-classes");
    private static final String PACKAGE = "genops/benchmarks/kernel/wrong/";
    private static final Path PAGE = Path.of("..", "docs", "verification.md");

    /**
     * A wrong kernel.
     *
     * @param kernel its class and that around it
     * @param shape where it is tried
     * @param reason what its verdict contains
     * @param verified whether a verification alone can know
     */
    private record Case(String kernel, String shape, String reason, boolean verified) {

        String id() {
            return "wrong/" + kernel.substring(kernel.indexOf('$') + 1).replaceAll("(?<=[a-z])([A-Z])", "-$1")
                    .toLowerCase(java.util.Locale.ROOT);
        }
    }

    private static final List<Case> CASES = List.of(
            new Case("WrongCalls$ZeroesInput", "scale=e4096", "destroys its input: 'input'", true),
            new Case("WrongCalls$DestroysWeight", "linear=m64_n64_k64", "destroys its input: 'weight'", true),
            new Case("WrongCalls$OnlyPoisoned", "softmax=m64_c8192",
                    "in a call with other inputs and its output as the last call left it", true),
            new Case("WrongCalls$ComputedWhenBound", "linear=m64_n64_k64", "in a call with other inputs", true),
            new Case("WrongCalls$EverySecondCall", "add=e4096", "in a call with other inputs", true),
            new Case("WrongCalls$GivesUp", "scale=e4096", "in iteration 1 with its output as the last call left it", false),
            new Case("WrongCalls$LooksAtTheFirst", "rmsNorm=m64_c4096", "in a call with other inputs", true),
            new Case("WrongCalls$ReturnsEarly", "softmax=m64_c8192", "is NaN", true),
            new Case("WrongCalls$WritesBehind", "scale=e4093", "writes outside of its output: behind 'output'", true),
            new Case("WrongNumbers$NoMaximum", "softmax=m64_c8192", "with inputs of kind '", true),
            new Case("WrongNumbers$NaiveVariance", "layerNorm=m64_c4096", "with inputs of kind '", true),
            new Case("WrongNumbers$TanhOfExponentials", "activation=e4096_gelutanh", "with inputs of kind '", true),
            new Case("WrongNumbers$OwnTolerance", "scale=e4096", "names its own tolerance: a factor of 1.00e+09", true),
            new Case("WrongNumbers$HardCodedMoments", "groupNorm=n1_c8_x1300000_g1", "error ", true),
            new Case("WrongNumbers$SkipsOneElement", "linear=m4096_n256_k256", "output row 1234 is off by ", true),
            new Case("WrongNumbers$HalfPrecision", "linear=m64_n64_k64", "error ", true),
            new Case("WrongEdges$ShortTail", "rmsNorm=m64_c4096", "error ", true),
            new Case("WrongEdges$ForgetsTheMask", "attention=b1_h2_q64_k64_d32_causal", "error ", true),
            new Case("WrongEdges$SkipsTheLastQuery", "attention=b1_h2_q64_k64_d32", "is NaN", true),
            new Case("WrongEdges$LosesOneBias", "convolution=n1_c8_h8_w8_o8_r3x3_s1_p1", "error ", true),
            new Case("WrongEdges$SwappedPlaces", "rearrange=n2_a16_b16_c8", "error ", true));

    @TempDir
    Path folder;

    @BeforeEach
    void makeTheJar() throws IOException {
        try (OutputStream file = Files.newOutputStream(folder.resolve("wrong.jar")); JarOutputStream jar = new JarOutputStream(file);
                Stream<Path> classes = Files.list(CLASSES.resolve(PACKAGE))) {
            for (Path each : classes.toList()) {
                add(jar, PACKAGE + each.getFileName(), Files.readAllBytes(each));
            }
            String services = String.join("\n", CASES.stream().map(c -> PACKAGE.replace('/', '.') + c.kernel()).toList());
            add(jar, "META-INF/services/genops.kernels.Kernel", services.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(content);
        jar.closeEntry();
    }

    @Test
    void verifyRefusesEachWithItsReason() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("verify", "--class-path", "wrong.jar", "--kernel", "wrong", "--seed", "1"));
        CASES.stream().map(Case::shape).distinct().forEach(shape -> arguments.addAll(List.of("--shape", shape)));
        Ended ended = JarProcess.run(folder, Map.of(), List.of(), arguments);
        assertEquals(1, ended.status(), ended.out() + ended.err());
        assertAll(CASES.stream().filter(Case::verified).map(c -> () -> {
            String verdict = verdict(ended.out(), c);
            assertTrue(verdict.startsWith("failed verification") && verdict.contains(c.reason()), verdict);
        }));
        // what the page shows is what the suite says, but for numbers, some of which are those of a race
        String page = withoutNumbers(Files.readString(PAGE));
        assertAll(CASES.stream().filter(Case::verified).map(c -> () -> {
            String verdict = withoutNumbers(verdict(ended.out(), c));
            assertTrue(page.contains(verdict), () -> PAGE + " lacks: " + verdict);
        }));
    }

    private static String withoutNumbers(String text) {
        return text.replaceAll("[0-9]+([.][0-9]+)?(e[+-][0-9]+)?", "#");
    }

    /** The line about a kernel at its shape. */
    private static String verdict(String out, Case wrong) {
        String[] shape = wrong.shape().split("=");
        return out.lines().filter(l -> l.contains(" " + shape[1] + " " + wrong.id() + ":")).findFirst().orElse(out);
    }

    @Test
    void aTimedRunRefusesEachWithItsReason() throws Exception {
        List<Measurement> measurements = new ArrayList<>();
        for (String operator : CASES.stream().map(c -> c.shape().split("=")[0]).distinct().toList()) {
            List<Case> cases = CASES.stream().filter(c -> c.shape().startsWith(operator + "=")).toList();
            String shapes = String.join(",", cases.stream().map(c -> c.shape().split("=")[1]).distinct().toList());
            String kernels = String.join(",", cases.stream().map(Case::id).toList());
            Ended ended = JarProcess.run(folder, Map.of(), List.of("-Dgenops.verify.seed=1"), List.of("--class-path", "wrong.jar",
                    "-p", operator + "=" + shapes, "-p", "kernel=" + kernels, "-f", "1", "-wi", "1", "-i", "3", "-r", "50ms", "-w", "50ms",
                    "--no-ceilings", "--output", operator + ".json"));
            assertEquals(1, ended.status(), ended.out() + ended.err());
            measurements.addAll(RunDocuments.read(folder.resolve(operator + ".json")).measurements());
        }
        assertAll(CASES.stream().map(c -> () -> {
            Measurement measured = measurements.stream()
                    .filter(m -> m.kernel().equals(c.id()) && m.shape().equals(c.shape().split("=")[1])).findFirst().orElseThrow();
            assertEquals(Status.FAILED_VERIFICATION, measured.status(), measured.toString());
            assertTrue(measured.reason().contains(c.reason()), measured.reason());
            assertEquals(0, measured.nanoseconds().length);
        }));
    }
}
