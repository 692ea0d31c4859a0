package genops.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompileResult;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The PTX that is shipped is what the sources say, assembles for every architecture from Ampere on without spills, and uses the
 * registers and shared memory that the committed table states.
 */
@Tag("cuda-checked")
class ShippedPtxIT {
    private static final Path SOURCES = Path.of("src/main/cuda");
    private static final Path TABLE = Path.of("src/main/cuda/registers.txt");
    private static final List<String> ARCHITECTURES = List.of("sm_80", "sm_86", "sm_89", "sm_90");
    /** Sources whose kernels have a main loop on tensor cores. */
    private static final List<String> MATRIX_SOURCES =
            List.of("linear", "convolution", "flash_attention", "unfused_attention", "temporal_attention");
    private static final Pattern USAGE = Pattern.compile(
            "Compiling entry function '(\\w+)'.*?(\\d+) bytes stack frame, (\\d+) bytes spill stores, (\\d+) bytes spill loads.*?Used (\\d+) registers",
            Pattern.DOTALL);

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".cu")).map(f -> f.replace(".cu", "")).sorted().toList();
        }
    }

    @Test
    void ptxIsMadeFromTheseSources() throws IOException, NoSuchAlgorithmException {
        for (String source : sources()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (Stream<Path> files = Files.list(SOURCES)) {
                for (Path header : files.filter(f -> f.toString().endsWith(".cuh")).sorted().toList()) {
                    digest.update(Files.readAllBytes(header));
                }
            }
            digest.update(Files.readAllBytes(SOURCES.resolve(source + ".cu")));
            String expected = "// sources sha256 " + HexFormat.of().formatHex(digest.digest());
            assertEquals(expected, CudaDevice.ptx(source).lines().findFirst().orElse(""),
                    source + ".ptx is not made from the sources as they are: run src/main/cuda/build-ptx.sh");
        }
    }

    @Test
    void ptxLoadsOnEveryDriverFromCuda12() throws IOException {
        for (String source : sources()) {
            String ptx = CudaDevice.ptx(source);
            assertTrue(ptx.contains("\n.version 8.0\n"), source);
            assertTrue(ptx.contains("\n.target sm_80\n"), source);
        }
    }

    @Test
    void assemblesWithoutSpillsAndAsTheTableSays() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String source : sources()) {
            for (String architecture : ARCHITECTURES) {
                Matcher usage = USAGE.matcher(assemble(CudaDevice.ptx(source), architecture));
                int kernels = 0;
                while (usage.find()) {
                    String kernel = usage.group(1);
                    assertEquals("0 0 0", usage.group(2) + " " + usage.group(3) + " " + usage.group(4),
                            kernel + " on " + architecture + ": stack frame, spill stores, spill loads");
                    lines.add(String.format("%-30s %s %3s registers", kernel, architecture, usage.group(5)));
                    kernels++;
                }
                assertEquals(CudaDevice.ptx(source).split("\\.visible \\.entry").length - 1, kernels, source + " on " + architecture);
            }
        }
        lines.sort(null);
        String table = String.join("\n", lines) + "\n";
        if (Boolean.getBoolean("genops.updateTable")) {
            Files.writeString(TABLE, table);
        }
        assertEquals(Files.readString(TABLE), table, "the table of registers has changed: run this test with -Dgenops.updateTable=true");
    }

    @Test
    void matrixKernelsUseTensorCoresAndWideCopies() throws IOException {
        for (String source : MATRIX_SOURCES) {
            for (String kernel : CudaDevice.ptx(source).split("\\.visible \\.entry")) {
                if (!kernel.contains("mma.sync")) {
                    continue;
                }
                assertTrue(kernel.contains("ldmatrix.sync.aligned.m8n8.x4"), source);
                assertTrue(kernel.contains("cp.async.cg.shared.global [%r") && kernel.contains("], 16, "), source);
                assertFalse(Pattern.compile("ld\\.global(\\.nc)?\\.v2\\.|ld\\.global(\\.nc)?\\.f32|ld\\.global(\\.nc)?\\.b32").matcher(kernel).find(),
                        source + ": a narrow load of operands from global memory");
            }
            assertTrue(CudaDevice.ptx(source).contains("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32"), source);
        }
    }

    /** The assembler's report on every kernel of a PTX text. */
    private static String assemble(String ptx, String architecture) {
        nvPTXCompilerHandle compiler = new nvPTXCompilerHandle();
        byte[] text = (ptx + '\0').getBytes(StandardCharsets.US_ASCII);
        JNvPTXCompiler.nvPTXCompilerCreate(compiler, text.length, text);
        try {
            String[] options = {"--gpu-name=" + architecture, "--verbose"};
            int result = JNvPTXCompiler.nvPTXCompilerCompile(compiler, options.length, options);
            long[] size = new long[1];
            boolean success = result == nvPTXCompileResult.NVPTXCOMPILE_SUCCESS;
            if (success) {
                JNvPTXCompiler.nvPTXCompilerGetInfoLogSize(compiler, size);
            } else {
                JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(compiler, size);
            }
            byte[] log = new byte[Math.toIntExact(size[0]) + 1];
            if (success) {
                JNvPTXCompiler.nvPTXCompilerGetInfoLog(compiler, log);
            } else {
                JNvPTXCompiler.nvPTXCompilerGetErrorLog(compiler, log);
            }
            String report = new String(log, StandardCharsets.US_ASCII);
            assertTrue(success, architecture + ": " + report);
            return report;
        } finally {
            JNvPTXCompiler.nvPTXCompilerDestroy(compiler);
        }
    }
}
