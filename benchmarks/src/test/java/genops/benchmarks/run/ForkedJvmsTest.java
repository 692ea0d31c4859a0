package genops.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import genops.results.document.Jvm;
import genops.results.document.Machine;
import genops.results.document.RunDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

class ForkedJvmsTest {
    private static final RunDocument EXPECTED = new RunDocument(RunDocument.SCHEMA, "2026-01-01T00:00:00Z", "0123456",
            "java -jar benchmarks.jar", new Machine("cpu", "amd64", 2, List.of(), 0, 1, "os", "jdk", List.of(), "512-bit", "", ""),
            List.of(), List.of());

    private final ForkedJvms forks = ForkedJvms.begin();

    @Test
    void untilAForkSpeaksTheDocumentNamesWhatIsExpected() {
        assertSame(EXPECTED, forks.in(EXPECTED));
    }

    @Test
    void whatAForkSaysStandsInTheDocument() throws IOException {
        say(new Jvm("other jdk", List.of("-XX:UseAVX=2"), "256-bit"));
        say(new Jvm("other jdk", List.of("-XX:UseAVX=2", "-XX:MaxDirectMemorySize=1"), "256-bit"));
        RunDocument told = forks.in(EXPECTED.withCommitted("2025-12-31T00:00:00Z"));
        assertEquals("2025-12-31T00:00:00Z", told.committed());
        assertEquals("other jdk", told.machine().jdk());
        assertEquals(List.of("-XX:UseAVX=2"), told.machine().jvmFlags());
        assertEquals("256-bit", told.machine().vector());
        assertEquals("", told.suspect());
    }

    @Test
    void forksThatAreNotAlikeMakeARunSuspect() throws IOException {
        say(new Jvm("jdk", List.of(), "512-bit"));
        say(new Jvm("jdk", List.of("-Xint"), "512-bit"));
        assertEquals("its JVMs were not all alike: jdk, 512-bit, then jdk, 512-bit, -Xint", forks.in(EXPECTED).suspect());
    }

    @Test
    void whatIsCutShortIsPassedOver() throws IOException {
        say(new Jvm("other jdk", List.of(), "256-bit"));
        Files.writeString(file(), "{\"jdk\": \"third", StandardOpenOption.APPEND);
        assertEquals("other jdk", forks.in(EXPECTED).machine().jdk());
    }

    @Test
    void argumentsStandInTheOrderOfJmh() throws CommandLineOptionException {
        assertEquals(List.of("-Xa", "-Xb", "-Xc"), ForkedJvms.argumentsOf(new CommandLineOptions("-jvmArgsAppend", "-Xc", "-jvmArgs", "-Xb",
                "-jvmArgsPrepend", "-Xa")));
        List<String> inherited = ForkedJvms.argumentsOf(new CommandLineOptions("-jvmArgsAppend", "-Xc"));
        assertTrue(inherited.size() > 1 && inherited.getLast().equals("-Xc"), inherited::toString);
    }

    private void say(Jvm jvm) throws IOException {
        Files.writeString(file(), JsonMapper.builder().build().writeValueAsString(jvm) + "\n", StandardOpenOption.APPEND);
    }

    private Path file() {
        return Path.of(forks.argument().getFirst().split("=", 2)[1]);
    }
}
