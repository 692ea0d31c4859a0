package genops.benchmarks.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UserEnvironmentTest {

    @Test
    void whatNothingReadsIsNotSaid() {
        assertEquals(Optional.empty(), UserEnvironment.of(Map.of("PATH", "/bin", "JAVA_TOOL_OPTIONS", " ")).note());
    }

    @Test
    void librariesAndJvmsAreNamedInOneLine() {
        UserEnvironment both = UserEnvironment.of(Map.of("OMP_THREAD_LIMIT", "1", "ONEDNN_MAX_CPU_ISA", "SSE41",
                "JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1"));
        assertEquals("from the environment: the libraries of vendors get OMP_THREAD_LIMIT=1, ONEDNN_MAX_CPU_ISA=SSE41; "
                + "every JVM that is timed gets JAVA_TOOL_OPTIONS=-XX:TieredStopAtLevel=1", both.note().orElseThrow());
        assertEquals(List.of("OMP_THREAD_LIMIT=1", "ONEDNN_MAX_CPU_ISA=SSE41", "JAVA_TOOL_OPTIONS=-XX:TieredStopAtLevel=1"), both.variables());
    }
}
