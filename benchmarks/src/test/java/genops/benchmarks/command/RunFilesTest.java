package genops.benchmarks.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.document.Machine;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.RunDocuments;
import genops.results.document.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFilesTest {
    @TempDir
    Path folder;

    @Test
    void theNewestIsTheOneThatStartedLast() throws IOException {
        write("b.json", "2026-01-02T00:00:00Z");
        write("a.json", "2026-01-03T00:00:00Z");
        write("c.json", "2026-01-01T00:00:00Z");
        Files.writeString(folder.resolve("d.json"), "{}");
        assertEquals(folder.resolve("a.json"), RunFiles.newest(folder));
    }

    @Test
    void runsOfTheNewestCommitAreReadAsOne() throws IOException {
        write("suite.json", "2026-01-02T00:00:00Z", "new");
        write("sweep.json", "2026-01-03T00:00:00Z", "new");
        write("before.json", "2026-01-01T00:00:00Z", "old");
        assertEquals("2026-01-02T00:00:00Z, 2026-01-03T00:00:00Z", RunFiles.newestTogether(folder).started());
    }

    @Test
    void whereThereIsNoneTheRemedyIsNamed() {
        String message = assertThrows(IllegalArgumentException.class, () -> RunFiles.newest(folder)).getMessage();
        assertTrue(message.contains("java -jar benchmarks.jar"), message);
    }

    /** One that was cut off at the ceilings, and one whose cases were all still to come. */
    @Test
    void aRunThatSaysNothingIsNotTheNewest() throws IOException {
        write("a.json", "2026-01-01T00:00:00Z");
        write("b.json", "2026-01-02T00:00:00Z", "", List.of());
        write("c.json", "2026-01-03T00:00:00Z", "", List.of(measurement(Status.INTERRUPTED)));
        assertEquals(folder.resolve("a.json"), RunFiles.newest(folder));
    }

    private void write(String name, String started) {
        write(name, started, "");
    }

    private static Measurement measurement(Status status) {
        return new Measurement("scale", "e8", "vector/simple", "fp32", 1, 8, 64, status, "", new double[][] {{1}}, new double[0][], 0, 0, 1,
                "java -jar benchmarks.jar");
    }

    private void write(String name, String started, String commit) {
        write(name, started, commit, List.of(measurement(Status.MEASURED)));
    }

    private void write(String name, String started, String commit, List<Measurement> measurements) {
        RunDocuments.write(folder.resolve(name), new RunDocument(RunDocument.SCHEMA, started, commit, "",
                new Machine("cpu", "amd64", 2, List.of(), 0, 1, "os", "jdk", List.of(), "512-bit", "", ""), List.of(), measurements));
    }
}
