package genops.benchmarks.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FatalErrorTest {
    private static final List<String> PRINTED = """
            #
            # A fatal error has been detected by the Java Runtime Environment:
            #
            #  SIGSEGV (0xb) at pc=0x00007f3a, pid=12, tid=13
            #
            # JRE version: OpenJDK Runtime Environment (25.0+36) (build 25+36)
            # Problematic frame:
            # C  [libfast.so+0x1139]  multiply+0x9
            #
            # No core dump will be written. Core dumps have been disabled.
            #
            # An error report file with more information is saved as:
            # /home/user/hs_err_pid12.log
            #
            # If you would like to submit a bug report, please visit:
            """.lines().toList();

    @TempDir
    Path folder;

    @Test
    void signalFrameAndReportAreNamed() {
        assertEquals("the JVM died of SIGSEGV in C [libfast.so+0x1139] multiply+0x9; its report is /home/user/hs_err_pid12.log",
                FatalError.of(PRINTED).orElseThrow());
    }

    /** JMH keeps the last lines alone; the report begins with the same. */
    @Test
    void whatWasCutOffIsReadFromTheReport() throws IOException {
        Path report = folder.resolve("hs_err_pid12.log");
        Files.write(report, PRINTED.subList(0, 10));
        List<String> last = List.of("# An error report file with more information is saved as:", "# " + report, "#");
        assertEquals("the JVM died of SIGSEGV in C [libfast.so+0x1139] multiply+0x9; its report is " + report, FatalError.of(last).orElseThrow());
    }

    @Test
    void otherDeathsAreNone() {
        assertEquals(Optional.empty(), FatalError.of(List.of("Exception in thread \"main\" java.lang.OutOfMemoryError", "SIGSEGV")));
    }
}
