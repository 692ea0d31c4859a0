package genops.results.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardwareCountersTest {
    @TempDir
    private Path sources;

    @Test
    void aVirtualMachineHasSoftwareEventsAlone() throws IOException {
        Files.createDirectory(sources.resolve("software"));
        assertTrue(HardwareCounters.text(sources, true).startsWith("not available: the kernel offers no counters"));
        Files.createDirectory(sources.resolve("cpu"));
        assertEquals("by -prof perfnorm", HardwareCounters.text(sources, true));
        assertTrue(HardwareCounters.text(sources, false).contains("install the program perf"));
        assertTrue(HardwareCounters.text(sources.resolve("none"), true).contains("no Linux perf events"));
    }
}
