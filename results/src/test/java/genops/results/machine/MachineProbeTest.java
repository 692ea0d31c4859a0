package genops.results.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import genops.results.document.Machine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineProbeTest {
    private static final KnownCaches CACHES = new KnownCaches(List.of("L3 508 MiB, 64-byte lines", "L2 1 MiB, 64-byte lines"), 16 << 20);

    @Test
    void theFingerprintIsCompleteAndTakenInSilence() {
        PrintStream error = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        Machine machine;
        try {
            machine = MachineProbe.probe(List.of("-Xmx1g"), "512-bit, 16 fp32 lanes", "A100", "550.1", CACHES);
        } finally {
            System.setErr(error);
        }
        assertEquals("", printed.toString(StandardCharsets.UTF_8));
        assertTrue(machine.cpu().length() > 10, machine.cpu());
        assertEquals(Runtime.getRuntime().availableProcessors(), machine.cores());
        assertTrue(machine.memoryBytes() > 1L << 28, () -> "memory " + machine.memoryBytes());
        assertTrue(machine.jdk().contains(System.getProperty("java.runtime.version")), machine.jdk());
        assertEquals(machine.os(), machine.os().strip());
        assertEquals(List.of("-Xmx1g"), machine.jvmFlags());
        assertEquals("A100", machine.gpu());
        assertEquals(CACHES.lines(), machine.caches());
        assertEquals(CACHES.lastLevelBytes(), machine.lastLevelCacheBytes());
    }

    /** What is compared must not depend on whether native code could be executed. */
    @Test
    void whatTheSystemTellsInTextIsTheSame() {
        assumeTrue(System.getProperty("os.name").equals("Linux") && Files.exists(Path.of("/etc/os-release"))
                && MachineProbe.withoutNativeCode().isEmpty());
        Machine machine = MachineProbe.probe(List.of(), "v", "", "", KnownCaches.NONE);
        assertEquals(machine.cpu(), PlainProbe.cpu());
        assertEquals(machine.os(), PlainProbe.os() + ", kernel " + System.getProperty("os.version"));
    }

    @Test
    void textFilesOfTheSystemAreRead() {
        assertEquals("Some CPU @ 2 GHz, family 25 model 1 stepping 0", PlainProbe.cpu(List.of("processor\t: 0", "cpu family\t: 25", "model\t\t: 1",
                "model name\t: Some CPU @ 2 GHz", "stepping\t: 0", "", "processor\t: 1", "model\t\t: 2")));
        assertEquals("Debian GNU/Linux 12 (bookworm) build 6.1.0", PlainProbe.os(List.of("NAME=\"Debian GNU/Linux\"", "VERSION=\"12 (bookworm)\""),
                "6.1.0"));
        assertTrue(PlainProbe.memoryBytes() > 1L << 28);
    }

    @Test
    void twoProbesOfOneMachineAgree() {
        assertEquals(MachineProbe.probe(List.of(), "v", "", "", KnownCaches.NONE), MachineProbe.probe(List.of(), "v", "", "", KnownCaches.NONE));
    }
}
