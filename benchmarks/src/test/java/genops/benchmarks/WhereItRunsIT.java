package genops.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.benchmarks.JarProcess.Ended;
import genops.results.document.RunDocuments;
import genops.results.document.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar in other places than the one it was built in, and kernels that behave badly there. */
class WhereItRunsIT {
    private static final String TEST_KERNELS = Path.of("target", "test-classes").toAbsolutePath().toString();
    private static final String SHAPE = "convolution=n1_c4_h4_w4_o4_r3x3_s1_p1";

    @TempDir
    Path folder;

    @Test
    void filesAreTheSameInALocaleWithDigitsOfItsOwn() throws Exception {
        Path csv = folder.resolve("jmh.csv");
        Ended ended = jar(List.of("-Duser.language=ar", "-Duser.country=EG"), alone("test/slow", "-rf", "csv", "-rff", csv.toString(), "-v", "NORMAL"));
        assertEquals(0, ended.status(), ended.err());
        for (String text : List.of(Files.readString(csv), ended.out(), Files.readString(folder.resolve("run.json")))) {
            assertFalse(text.chars().anyMatch(c -> Character.isDigit(c) && c > '9'), text);
        }
        assertTrue(Files.readString(csv).contains("\"avgt\",1,2,"), Files.readString(csv));
    }

    /** In turns, in a fork of its own, and where it is verified. */
    @Test
    void aCrashIsToldByItsSignalItsFrameAndItsReport() throws Exception {
        Ended turns = jar(List.of(), List.of("-p", SHAPE, "-p", "kernel=test/segfaulting,test/slow", "--class-path", TEST_KERNELS, "--no-ceilings",
                "--output", folder.resolve("run.json").toString()));
        told(turns.status(), RunDocuments.read(folder.resolve("run.json")).measurements().getFirst().reason());
        Ended alone = jar(List.of(), alone("test/segfaulting"));
        told(alone.status(), RunDocuments.read(folder.resolve("run.json")).measurements().getFirst().reason());
        Ended verified = jar(List.of(), List.of("verify", "--shape", SHAPE, "--class-path", TEST_KERNELS, "--kernel", "test/segfaulting"));
        told(verified.status(), verified.out().lines().findFirst().orElse(""));
    }

    private static void told(int status, String reason) {
        assertEquals(1, status, reason);
        assertTrue(reason.contains("the JVM died of SIGSEGV in "), reason);
        Path report = Path.of(reason.substring(reason.indexOf("its report is ") + "its report is ".length()));
        assertTrue(Files.isRegularFile(report), reason);
    }

    @Test
    void ofAKernelThatPrintsInEveryCallTheFirstLinesAreShown() throws Exception {
        Ended ended = jar(List.of(), alone("test/chatty", "-v", "NORMAL"));
        assertEquals(0, ended.status(), ended.err());
        assertEquals(Status.MEASURED, RunDocuments.read(folder.resolve("run.json")).measurements().getFirst().status());
        assertEquals(20, ended.out().lines().filter(l -> l.contains("a call of a chatty kernel")).count(), ended.out());
        assertTrue(ended.out().contains("(more is printed and not shown)"), ended.out());
    }

    /** A file in the place of the folder is as good as one that may not execute. */
    @Test
    void whereNativeCodeCannotBeUnpackedTheRestGoesOn() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Ended env = jar(List.of("-Djna.tmpdir=" + file, "-Djna.nosys=true"), List.of("env"));
        assertEquals(0, env.status(), env.err());
        assertTrue(env.out().lines().anyMatch(l -> l.startsWith("native code      not available: ") && l.contains("-Dgenops.natives.cache=<folder>")),
                env.out());
        String cpu = line(env.out(), "CPU ");
        assertEquals(line(jar(List.of(), List.of("env")).out(), "CPU "), cpu);
        Ended run = jar(List.of("-Djna.tmpdir=" + file, "-Djna.nosys=true"), alone("test/slow"));
        assertEquals(0, run.status(), run.err());
        assertTrue(cpu.contains(RunDocuments.read(folder.resolve("run.json")).machine().cpu()), cpu);
    }

    private static String line(String text, String beginning) {
        return text.lines().filter(l -> l.startsWith(beginning)).findFirst().orElseThrow();
    }

    private List<String> alone(String kernel, String... more) {
        List<String> arguments = new ArrayList<>(List.of("-f", "1", "-wi", "1", "-i", "2", "-w", "50ms", "-r", "50ms", "--no-ceilings", "-p", SHAPE,
                "-p", "kernel=" + kernel, "--class-path", TEST_KERNELS, "--output", folder.resolve("run.json").toString()));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private Ended jar(List<String> jvmArguments, List<String> arguments) throws Exception {
        return JarProcess.run(folder, Map.of(), jvmArguments, arguments);
    }
}
