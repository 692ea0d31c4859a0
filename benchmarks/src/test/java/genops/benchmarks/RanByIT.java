package genops.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import genops.benchmarks.JarProcess.Ended;
import genops.results.document.Library;
import genops.results.document.Machine;
import genops.results.document.RunDocuments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What changes the numbers and is no code, the JVM that ran and the environment, stands in the document and is compared. */
@Timeout(240)
class RanByIT {
    private static final String SMALL = "linear=m8_n8_k8";

    @TempDir
    Path folder;

    @Test
    void argumentsOfTheForksAreWhatRunsAreComparedBy() throws Exception {
        time("plain.json", Map.of());
        time("narrow.json", Map.of(), "-jvmArgsAppend", "-XX:MaxVectorSize=16");
        Machine narrow = machine("narrow.json");
        assertTrue(narrow.jvmFlags().contains("-XX:MaxVectorSize=16"), narrow.jvmFlags()::toString);
        assertEquals("128-bit, 4 fp32 lanes", narrow.vector());
        assertTrue(narrow.jvmFlags().stream().noneMatch(a -> a.contains(".file=")), narrow.jvmFlags()::toString);
        assertTrue(machine("plain.json").jdk().contains(System.getProperty("java.vm.name")), machine("plain.json").jdk());
        Ended compared = jar(Map.of(), "compare", "plain.json", "narrow.json");
        assertEquals(2, compared.status(), compared.out());
        assertTrue(compared.err().contains("flags: none, then -XX:MaxVectorSize=16"), compared.err());
        assertEquals(0, jar(Map.of(), "compare", "plain.json", "plain.json").status());
    }

    @Test
    void kernelsInTurnsSayItToo() throws Exception {
        Ended ended = jar(Map.of(), "-p", "attention=b1_h1_q8_k8_d8", "-p", "kernel=vector/unfused,vector/flash", "--no-ceilings",
                "-jvmArgsAppend", "-XX:MaxVectorSize=16", "--output", "turns.json");
        assertEquals(0, ended.status(), ended.err());
        assertFalse(RunDocuments.read(folder.resolve("turns.json")).measurements().getFirst().turns().isEmpty(), ended.out());
        assertTrue(machine("turns.json").jvmFlags().contains("-XX:MaxVectorSize=16"), machine("turns.json").jvmFlags()::toString);
        assertEquals("128-bit, 4 fp32 lanes", machine("turns.json").vector());
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"})
    void optionsFromTheEnvironmentAreNamedAndStored(String variable) throws Exception {
        Ended ended = time("run.json", Map.of(variable, "-XX:TieredStopAtLevel=1"));
        String given = variable + "=-XX:TieredStopAtLevel=1";
        assertTrue(ended.out().contains("from the environment: ") && ended.out().contains("every JVM that is timed gets " + given), ended.out());
        assertTrue(machine("run.json").jvmFlags().contains("-XX:TieredStopAtLevel=1"), machine("run.json").jvmFlags()::toString);
        assertTrue(machine("run.json").environment().contains(given), machine("run.json").environment()::toString);
    }

    @Test
    void librariesThatAreHeldBackAreNamedStoredAndMarked() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux") && System.getProperty("os.arch").equals("amd64"),
                "what the libraries say here is known of x86-64 only");
        Ended ended = time("run.json", Map.of("ONEDNN_MAX_CPU_ISA", "SSE41", "OMP_THREAD_LIMIT", "1", "OPENBLAS_CORETYPE", "Nehalem"),
                "-p", "kernel=vector/gemm,onednn/matmul,openblas/sgemm", "--threads", "2");
        String said = ended.out();
        assertTrue(said.contains("the libraries of vendors get OMP_THREAD_LIMIT=1, ONEDNN_MAX_CPU_ISA=SSE41, OPENBLAS_CORETYPE=Nehalem"), said);
        assertTrue(said.contains("onednn is held back by OMP_THREAD_LIMIT=1, ONEDNN_MAX_CPU_ISA=SSE41; ratios to it are marked (!)\n"), said);
        assertTrue(said.contains("openblas is held back by OPENBLAS_CORETYPE=Nehalem; ratios to it are marked (!)\n"), said);
        assertTrue(said.lines().anyMatch(l -> l.contains("vector/gemm") && l.contains(" !")), said);
        assertTrue(said.contains("held back (!): onednn by OMP_THREAD_LIMIT=1, ONEDNN_MAX_CPU_ISA=SSE41; openblas by OPENBLAS_CORETYPE=Nehalem"),
                said);
        Map<String, Library> libraries = machine("run.json").libraries().stream().collect(Collectors.toMap(Library::backend, l -> l));
        assertTrue(libraries.get("onednn").says().contains("up to SSE41, 1 thread"), libraries::toString);
        assertTrue(libraries.get("openblas").says().contains("kernels for Nehalem"), libraries::toString);
    }

    /** One kernel, or those named, in one short fork each. */
    private Ended time(String file, Map<String, String> environment, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-p", SMALL, "-f", "1", "-wi", "1", "-i", "2", "-w", "50ms", "-r", "50ms",
                "--no-ceilings", "--output", file));
        arguments.addAll(Arrays.asList(more));
        if (!arguments.toString().contains("kernel=")) {
            arguments.addAll(List.of("-p", "kernel=vector/gemm"));
        }
        Ended ended = jar(environment, arguments.toArray(String[]::new));
        assertEquals(0, ended.status(), ended.err());
        return ended;
    }

    private Machine machine(String file) {
        return RunDocuments.read(folder.resolve(file)).machine();
    }

    private Ended jar(Map<String, String> environment, String... arguments) throws Exception {
        return JarProcess.run(folder, environment, List.of(), List.of(arguments));
    }
}
