package genops.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import genops.benchmarks.JarProcess.Ended;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.RunDocuments;
import genops.results.document.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CPU and GPU kernels side by side: on the emulated driver, which is verified and never timed, and where there is no driver. */
class EmulatedDeviceIT {
    private static final Path EMULATION = Path.of("..", "kernels", "target", "emulation").toAbsolutePath().normalize();
    /** One shape of each operator class. */
    private static final List<String> SHAPES = List.of("attention=b1_h2_q32_k32_d64", "convolution=n1_c16_h4_w4_o16_r3x3_s1_p1",
            "linear=m32_n64_k64", "layerNorm=m8_c64", "activation=e512_silu", "scale=e512", "upsample=n1_c8_h4_w4_f2");

    @TempDir
    Path folder;

    @Test
    void kernelsAreVerifiedOnTheEmulationAndNotTimed() throws Exception {
        requireEmulation();
        List<Measurement> gpu = run(Map.of("LD_LIBRARY_PATH", EMULATION.resolve("fast").toString()), SHAPES.subList(0, 3)).measurements().stream()
                .filter(m -> m.kernel().startsWith("cuda/")).filter(m -> m.status() != Status.UNSUPPORTED).toList();
        assertFalse(gpu.isEmpty());
        for (Measurement m : gpu) {
            assertEquals(Status.SKIPPED, m.status(), m.toString());
            assertEquals("verified, not timed: CPU emulation of CUDA: its time says nothing about a GPU", m.reason());
            assertTrue(m.error() <= m.tolerance(), m.toString());
            assertEquals(0, m.threads());
            assertTrue(m.launches() >= 1, m.toString());
            assertEquals(0, m.nanoseconds().length);
        }
    }

    @Test
    void theEmulationIsNamedAsSuch() throws Exception {
        requireEmulation();
        Ended env = JarProcess.run(folder, Map.of("LD_LIBRARY_PATH", EMULATION.resolve("fast").toString()), List.of(), List.of("env"));
        assertEquals(0, env.status(), env.err());
        String line = env.out().lines().filter(l -> l.startsWith("backend cuda ")).findFirst().orElse("");
        assertTrue(line.contains("CPU emulation of CUDA, compute capability") && line.contains("; not timed: "), line);
    }

    @Test
    void withoutADriverEveryGpuCellSaysSo() throws Exception {
        Ended env = JarProcess.run(folder, Map.of(), List.of(), List.of("env"));
        assumeTrue(env.out().contains("no NVIDIA driver"), "this machine has an NVIDIA driver");
        RunDocument document = run(Map.of(), SHAPES);
        Map<String, List<Measurement>> byShape = document.measurements().stream().collect(Collectors.groupingBy(Measurement::operator));
        assertEquals(SHAPES.size(), byShape.size());
        byShape.forEach((operator, rows) -> {
            assertTrue(rows.stream().anyMatch(m -> m.kernel().startsWith("vector/") && m.status() == Status.MEASURED), rows.toString());
            assertTrue(rows.stream().anyMatch(m -> m.kernel().startsWith("cuda/") && m.status() == Status.NOT_AVAILABLE
                    && m.reason().startsWith("no NVIDIA driver (libcuda.so.1 not found); install ")), rows.toString());
        });
    }

    private RunDocument run(Map<String, String> environment, List<String> shapes) throws Exception {
        Path file = folder.resolve("run.json");
        List<String> arguments = new ArrayList<>(List.of("-f", "1", "-wi", "1", "-i", "1", "-w", "20ms", "-r", "20ms", "--no-ceilings",
                "--kernel", "vector,cuda", "--output", file.toString()));
        shapes.forEach(shape -> arguments.addAll(List.of("-p", shape)));
        Ended ended = JarProcess.run(folder, environment, List.of(), arguments);
        assertEquals(0, ended.status(), ended.out() + ended.err());
        assertEquals("", ended.err());
        return RunDocuments.read(file);
    }

    private static void requireEmulation() throws IOException {
        Path reason = EMULATION.resolve("reason");
        if (Files.exists(reason)) {
            assertTrue(System.getenv("CI") == null, "CI must run these tests");
            assumeTrue(false, Files.readString(reason).strip());
        }
    }
}
