package genops.benchmarks.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.benchmarks.fork.TimedCase.Refused;
import genops.kernels.verify.VerifySeed;
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
        System.clearProperty(VerifySeed.PROPERTY);
    }

    @Test
    void aCorrectKernelIsReportedWithItsError() {
        try (TimedCase timed = TimedCase.open(SHAPE, "test/slow")) {
            for (int iteration = 0; iteration < 3; iteration++) {
                timed.prepare();
                timed.bound().run();
                timed.verifyIteration();
            }
            timed.finish();
        }
        CaseReport report = report();
        assertEquals(Status.MEASURED, report.status());
        assertTrue(report.error() <= report.tolerance(), report.toString());
        assertTrue(report.examination().seed() > 0 && report.examination().factor() == 1, report.toString());
        assertTrue(report.examination().seconds() > 0, report.toString());
    }

    @Test
    void aSeedGivesTheSameAgain() {
        System.setProperty(VerifySeed.PROPERTY, "5");
        assertThrows(Refused.class, () -> TimedCase.open(SHAPE, "test/zero"));
        assertThrows(Refused.class, () -> TimedCase.open(SHAPE, "test/zero"));
        List<CaseReport> reports = CaseChannel.read(channel);
        assertEquals(reports.get(0).reason(), reports.get(1).reason());
        assertEquals(5, reports.get(0).examination().seed());
        assertTrue(reports.get(0).reason().endsWith("(seed 5)"), reports.get(0).reason());
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
            timed.prepare();
            timed.bound().run();
            assertThrows(Refused.class, timed::verifyIteration);
            // JMH tears a trial down after an iteration that failed
            timed.finish();
        }
        assertEquals(Status.FAILED_VERIFICATION, report().status());
        assertTrue(report().reason().startsWith("while timing"), report().reason());
        assertEquals(1, CaseChannel.read(channel).size());
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
