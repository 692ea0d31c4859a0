package genops.benchmarks.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import genops.kernels.natives.NativeLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ForkEnvironmentIT {
    /** Without the variables it is 4 for oneDNN and 12 for OpenBLAS. */
    private static final double MOST_MILLISECONDS = 2;

    @ParameterizedTest
    @ValueSource(strings = {"onednn/matmul", "openblas/sgemm", "vector/gemm"})
    void threadsGiveWaySoonAfterACall(String kernel) throws IOException, InterruptedException {
        assumeTrue(NativeLibrary.platform().startsWith("linux-"), "libraries of vendors are bound on Linux only");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(ForkFlags.flags());
        command.addAll(List.of("-Dgenops.threads=2", "-cp", System.getProperty("java.class.path"), PausesAfterCalls.class.getName(), kernel));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeAll(List.of(ForkEnvironment.OPENMP_SPINS, ForkEnvironment.OPENMP_POLICY,
                ForkEnvironment.OPENBLAS_TIMEOUT));
        builder.environment().putAll(ForkEnvironment.of(builder.environment()).variables());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor());
        assertTrue(Double.parseDouble(output) <= MOST_MILLISECONDS, output + " ms of processor time in a pause");
    }
}
