package genops.benchmarks.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.benchmarks.fork.TimedCase.Refused;
import genops.results.document.Status;
import genops.shapes.operator.Convolution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimedCaseTest {
    private static final Convolution SHAPE = new Convolution(1, 4, 4, 4, 4, 3, 3, 1, 1);

    @TempDir
    Path folder;
    private Path channel;

    @BeforeEach
    void openChannel() {
        channel = folder.resolve("case.jsonl");
        System.setProperty(CaseChannel.FILE, channel.toString());
    }

    @AfterEach
    void closeChannel() {
        System.clearProperty(CaseChannel.FILE);
        System.clearProperty(HostMemory.LIMIT);
    }

    @Test
    void aCorrectKernelIsReportedWithItsError() {
        try (TimedCase timed = TimedCase.open(SHAPE, "test/slow")) {
            timed.poison();
            timed.bound().run();
            timed.verifyTimed();
        }
        CaseReport report = report();
        assertEquals(Status.MEASURED, report.status());
        assertTrue(report.error() <= report.tolerance(), report.toString());
    }

    @Test
    void zerosDoNotPass() {
        assertThrows(Refused.class, () -> TimedCase.open(SHAPE, "test/zero"));
        assertEquals(Status.FAILED_VERIFICATION, report().status());
        assertTrue(report().reason().startsWith("before timing"), report().reason());
    }

    @Test
    void whatTheTimedCallsDidNotWriteIsSeen() {
        try (TimedCase timed = TimedCase.open(SHAPE, "test/lazy")) {
            timed.poison();
            timed.bound().run();
            assertThrows(Refused.class, timed::verifyTimed);
        }
        assertEquals(Status.FAILED_VERIFICATION, report().status());
        assertTrue(report().reason().startsWith("after timing"), report().reason());
    }

    @Test
    void anUnsupportedShapeIsReportedWithTheReason() {
        assertThrows(Refused.class, () -> TimedCase.open(SHAPE, "test/picky"));
        assertEquals(Status.UNSUPPORTED, report().status());
        assertEquals("supports no shape at all", report().reason());
    }

    @Test
    void lackOfMemoryIsReportedWithBytesNeededAndAvailable() {
        System.setProperty(HostMemory.LIMIT, "100");
        assertThrows(Refused.class, () -> TimedCase.open(SHAPE, "test/slow"));
        assertEquals(Status.SKIPPED, report().status());
        assertEquals("needs 1.08 KiB of memory, 100 B available", report().reason());
    }

    @Test
    void aReportCutShortIsLeftOut() throws IOException {
        CaseReport whole = new CaseReport(Status.MEASURED, "", 2, 1e-7, 1e-6, 0, 0);
        CaseChannel.send(whole);
        Files.writeString(channel, "{\"status\":\"MEAS", StandardOpenOption.APPEND);
        assertEquals(List.of(whole), CaseChannel.read(channel));
        assertEquals(List.of(), CaseChannel.read(folder.resolve("none")));
    }

    private CaseReport report() {
        return CaseChannel.read(channel).getFirst();
    }
}
