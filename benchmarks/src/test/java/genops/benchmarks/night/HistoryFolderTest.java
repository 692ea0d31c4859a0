package genops.benchmarks.night;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.document.Ceiling;
import genops.results.document.Machine;
import genops.results.document.RunDocument;
import genops.results.document.RunDocuments;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFolderTest {
    private static final Duration DAY = Duration.ofHours(20);
    private static final RunDocument TONIGHT = night("2026-01-02T03:00:00Z", "0123456", "nightly", "JDK 25");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private HistoryFolder history;

    @BeforeEach
    void open() {
        history = new HistoryFolder(folder, new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @Test
    void aNightIsInTheHistoryOnlyOnceItIsComplete() throws IOException {
        HistoryFolder.Night night = history.begin(TONIGHT, DAY);
        assertEquals(Optional.empty(), night.begun());
        RunDocuments.write(night.file(), TONIGHT);
        assertEquals(List.of(), documents());
        Path complete = history.complete(night, TONIGHT.suspected("disturbed"));
        assertEquals(List.of(complete), documents());
        assertEquals("disturbed", RunDocuments.read(complete).suspect());
        try (Stream<Path> left = Files.list(folder.resolve("unfinished"))) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void anInterruptedNightIsGoneOnWithOnce() throws IOException {
        interrupted(TONIGHT);
        HistoryFolder.Night night = history.begin(TONIGHT, DAY);
        assertEquals(RunDocuments.toJson(TONIGHT), RunDocuments.toJson(night.begun().orElseThrow()));
        history.complete(night, TONIGHT);
        assertEquals(Optional.empty(), history.begin(TONIGHT, DAY).begun());
    }

    @Test
    void twoNightsOfOneSecondLoseNothing() throws IOException {
        HistoryFolder.Night one = history.begin(TONIGHT, DAY);
        HistoryFolder.Night two = history.begin(night("2026-01-02T03:00:00Z", "7654321", "nightly", "JDK 25"), DAY);
        assertNotEquals(one.file(), two.file());
        history.complete(one, TONIGHT);
        history.complete(two, TONIGHT);
        history.add(TONIGHT);
        assertEquals(3, documents().size());
    }

    @Test
    void anythingElseIsLeftAloneAndSaid() throws IOException {
        leftAlone("it is of commit 7654321", night("2026-01-02T02:00:00Z", "7654321", "nightly", "JDK 25"));
        leftAlone("it was begun by: nightly --suite full", night("2026-01-02T02:00:00Z", "0123456", "nightly --suite full", "JDK 25"));
        leftAlone("it has another reference: 7654321", night("2026-01-02T02:00:00Z", "0123456", "nightly", "JDK 25").withReference("7654321"));
        leftAlone("JDK 26", night("2026-01-02T02:00:00Z", "0123456", "nightly", "JDK 26"));
        leftAlone("more than 20 hours ago", night("2026-01-01T06:59:59Z", "0123456", "nightly", "JDK 25"));
    }

    @Test
    void aCommitThatSaysNothingCountsOnlyForTheSameJar() throws IOException {
        RunDocument old = night("2026-01-02T02:00:00Z", "0123456-dirty", "nightly", "JDK 25");
        interrupted(old);
        assertEquals(Optional.empty(), history.begin(night("2026-01-02T03:00:00Z", "0123456-dirty", "nightly", "JDK 25"), DAY).begun());
        assertTrue(said().contains("the jar is newer"), said());
        RunDocument later = night("2099-01-02T02:00:00Z", "0123456-dirty", "nightly", "JDK 25");
        interrupted(later);
        assertTrue(history.begin(later, DAY).begun().isPresent());
    }

    @Test
    void aBrokenNightIsNamed() throws IOException {
        Path broken = Files.createDirectories(folder.resolve("unfinished")).resolve("run-x.json");
        Files.writeString(broken, "{\"schema\": 1, ");
        assertEquals(Optional.empty(), history.begin(TONIGHT, DAY).begun());
        assertTrue(said().contains("not gone on with " + broken), said());
    }

    private void leftAlone(String reason, RunDocument other) throws IOException {
        said.reset();
        Path file = interrupted(other);
        HistoryFolder.Night night = history.begin(TONIGHT, DAY);
        assertEquals(Optional.empty(), night.begun());
        night.lock().close();
        assertTrue(said().contains(reason) && said().lines().count() == 1, said());
        assertTrue(Files.exists(file));
        Files.delete(file);
    }

    /** What a process that ended left behind. */
    private Path interrupted(RunDocument document) throws IOException {
        Path file = folder.resolve("unfinished").resolve("run-" + document.started().replace(":", "") + "-00000000.json");
        RunDocuments.write(file, document);
        assertFalse(documents().contains(file));
        return file;
    }

    private List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().endsWith(".json")).toList();
        }
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private static RunDocument night(String started, String commit, String command, String jdk) {
        Machine machine = new Machine("cpu", "amd64", 2, List.of(), 0, 1, "os", jdk, List.of(), "512-bit", "", "");
        return new RunDocument(RunDocument.SCHEMA, started, commit, command, machine,
                List.of(new Ceiling("fma", 2, 1000, new double[][] {{1, 2}})), List.of());
    }
}
