package genops.kernels.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import genops.kernels.Jvm;
import genops.kernels.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeLibraryIT {
    private static final String FOLDER = "org/bytedeco/dnnl";
    private static final List<String> OPENMP = List.of("libgomp.so.1");

    private static void assumeNatives() {
        assumeTrue(Kernels.backends().stream().filter(b -> b.name().equals("onednn") || b.name().equals("openblas"))
                .allMatch(b -> b.unavailable().isEmpty()), "no natives for this platform");
    }

    @Test
    void anUnknownPlatformIsOneLineWithThoseThereAre() {
        NativeLibrary library = NativeLibrary.load("oneDNN", FOLDER, OPENMP, "plan9-mips", List.of());
        assertEquals("oneDNN is bound on linux-x86_64 and linux-arm64 only, this is plan9-mips", library.unavailable().orElseThrow());
    }

    @Test
    void nativesThatAreNotInTheJarAreOneLineWithTheBuildThatHasThem() {
        NativeLibrary library = NativeLibrary.load("oneDNN", "no/such/folder", OPENMP, "linux-arm64", List.of());
        assertEquals("the class path holds no oneDNN for linux-arm64; build with mvn package -Dnatives.platform=linux-arm64",
                library.unavailable().orElseThrow());
    }

    @Test
    void aFolderThatCannotBeWrittenIsPassedOver(@TempDir Path folder) throws IOException {
        assumeNatives();
        Path file = Files.createFile(folder.resolve("file"));
        NativeLibrary library = NativeLibrary.load("oneDNN", FOLDER, OPENMP, NativeLibrary.platform(), List.of(file, folder));
        assertTrue(library.unavailable().isEmpty());
        assertTrue(library.symbols("libgomp.so.1").find("omp_set_num_threads").isPresent());
    }

    @Test
    void withoutAFolderToUnpackToTheReasonNamesTheRemedy(@TempDir Path folder) throws IOException {
        assumeNatives();
        Path file = Files.createFile(folder.resolve("file"));
        String reason = NativeLibrary.load("oneDNN", FOLDER, OPENMP, NativeLibrary.platform(), List.of(file)).unavailable().orElseThrow();
        assertTrue(reason.contains("-Dgenops.natives.cache=<folder>"), reason);
        assertFalse(reason.contains("\n"), reason);
    }

    @Test
    void aDamagedCacheIsMended(@TempDir Path folder) throws IOException {
        assumeNatives();
        NativeLibrary.load("oneDNN", FOLDER, OPENMP, NativeLibrary.platform(), List.of(folder));
        Path file;
        try (Stream<Path> files = Files.walk(folder)) {
            file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        long size = Files.size(file);
        // a new file in its place: this JVM has the old one mapped
        Files.delete(file);
        Files.writeString(file, "half a file");
        NativeLibrary.load("oneDNN", FOLDER, OPENMP, NativeLibrary.platform(), List.of(folder));
        assertEquals(size, Files.size(file));
    }

    @Test
    void severalJvmsMayUnpackAtOnce(@TempDir Path folder) throws IOException, InterruptedException {
        assumeNatives();
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(Jvm.start(List.of("-Dgenops.natives.cache=" + folder), BackendReport.class));
        }
        for (Process process : processes) {
            Jvm.Result result = Jvm.finish(process);
            assertEquals(0, result.status(), result.output());
            assertTrue(result.output().contains("onednn: oneDNN 3."), result.output());
            assertTrue(result.output().contains("openblas: OpenBLAS "), result.output());
            assertEquals(3, result.output().lines().count(), "no other output: " + result.output());
        }
    }

    @Test
    void withoutNativesTheKernelsAreListedAndTheBackendsSayWhy() throws IOException, InterruptedException {
        Jvm.Result result = Jvm.run(List.of("-Dgenops.natives.platform=windows-x86_64"), BackendReport.class);
        assertEquals("""
                2 kernels of openblas
                onednn: oneDNN is bound on linux-x86_64 and linux-arm64 only, this is windows-x86_64
                openblas: OpenBLAS is bound on linux-x86_64 and linux-arm64 only, this is windows-x86_64""", result.output());
        assertEquals(0, result.status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"onednn/matmul", "openblas/sgemm"})
    void oneThreadIsOne(String kernel) throws IOException, InterruptedException {
        long[] ticks = ticks(kernel, 1);
        // on a busy machine the JVM's own threads take more of them
        assertTrue(ticks[1] < ticks[0] / 4, kernel + ": other threads used " + ticks[1] + " ticks beside " + ticks[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"onednn/matmul", "openblas/sgemm"})
    void twoThreadsAreTwo(String kernel) throws IOException, InterruptedException {
        assumeTrue(Runtime.getRuntime().availableProcessors() >= 2, "OpenBLAS starts no more threads than there are processors, here one");
        long[] ticks = ticks(kernel, 2);
        assertTrue(ticks[1] >= ticks[0] / 4, kernel + ": the second thread used " + ticks[1] + " ticks beside " + ticks[0]);
    }

    private static long[] ticks(String kernel, int threads) throws IOException, InterruptedException {
        assumeNatives();
        Jvm.Result result = Jvm.run(List.of("-Dgenops.threads=" + threads), CpuTimeByThread.class, kernel);
        assertEquals(0, result.status(), result.output());
        return Stream.of(result.output().split(" ")).mapToLong(Long::parseLong).toArray();
    }
}
