package genops.results.document;

import static genops.results.TestDocuments.document;
import static genops.results.TestDocuments.failed;
import static genops.results.TestDocuments.measured;
import static genops.results.TestDocuments.onDevice;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.shapes.operator.Attention;
import genops.shapes.operator.Convolution;
import genops.shapes.operator.Linear;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunDocumentsTest {
    private static final RunDocument DOCUMENT = document(
            measured(new Linear(8, 16, 32, false), "vector/gemm", new double[][] {{1.5, 2.25}, {3, 1e-3}}),
            failed(new Attention(1, 8, 64, 64, 40), "vector/flash", Status.SKIPPED, "needs 9 GiB, 4 GiB are free"));

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadBackEqual() {
        Path file = folder.resolve("deeper/run.json");
        RunDocuments.write(file, DOCUMENT);
        RunDocument read = RunDocuments.read(file);
        assertEquals(DOCUMENT.machine(), read.machine());
        assertEquals(DOCUMENT.command(), read.command());
        assertArrayEquals(DOCUMENT.measurements().getFirst().nanoseconds(), read.measurements().getFirst().nanoseconds());
        assertTrue(Double.isNaN(read.measurements().get(1).error()));
        assertEquals(0, read.measurements().get(1).nanoseconds().length);
        assertEquals(RunDocuments.toJson(DOCUMENT), RunDocuments.toJson(read));
    }

    @Test
    void fieldsComeInRecordOrderAndRawDataOnOneLine() {
        String json = RunDocuments.toJson(DOCUMENT);
        assertTrue(json.startsWith("{\n  \"schema\": 1,\n  \"started\": "), json);
        assertTrue(json.contains("\"nanoseconds\": [ [ 1.5, 2.25 ], [ 3.0, 0.001 ] ],\n"), json);
        assertTrue(json.endsWith("}\n"));
    }

    @Test
    void writingReplacesTheWholeFileAndLeavesNoTemporary() throws IOException {
        Path file = folder.resolve("run.json");
        Files.writeString(file, "x".repeat(100_000));
        RunDocuments.write(file, DOCUMENT);
        assertEquals(RunDocuments.toJson(DOCUMENT), Files.readString(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void everyTruncationIsOneLineThatNamesTheFile() throws IOException {
        String json = RunDocuments.toJson(DOCUMENT);
        Path file = folder.resolve("cut.json");
        for (int length = 0; length < json.length() - 2; length += 37) {
            Files.writeString(file, json.substring(0, length));
            String message = message(file);
            assertTrue(message.contains("cut.json is ") && message.lines().count() == 1, message);
            assertTrue(length < json.indexOf("2025") || message.contains("is cut short at line"), length + ": " + message);
        }
        Files.writeString(file, json.substring(0, json.length() / 2));
        assertTrue(message(file).contains("is cut short at line"), message(file));
    }

    @Test
    void foreignFilesAreNamed() throws IOException {
        assertMessage("{\"benchmarks\": [], \"schema\": \"x\"}", "no run document of this suite");
        assertMessage("[1, 2]", "no run document of this suite");
        assertMessage("<html>", "is not JSON");
        assertMessage("", "is empty");
        assertMessage("{\"machine\": {\"schema\": 1}, \"schema\": 2}", "has schema version 2, this build reads 1");
        assertMessage("{\"schema\": 1}", "is no valid run document");
        assertMessage(RunDocuments.toJson(DOCUMENT).replace("\"cores\": 2", "\"cores\": \"two\""), "machine.cores");
        assertMessage(RunDocuments.toJson(DOCUMENT).replace("\"SKIPPED\"", "\"LOST\""), "measurements[1].status");
        assertMessage(RunDocuments.toJson(DOCUMENT) + "{}", "run.json");
    }

    @Test
    void whetherADocumentCanBeWrittenIsFoundOutWithoutWritingOne() throws IOException {
        Path file = folder.resolve("deep/run.json");
        RunDocuments.checkWritable(file);
        assertFalse(Files.exists(file));
        try (Stream<Path> left = Files.list(file.getParent())) {
            assertEquals(0, left.count());
        }
        assertEquals("cannot write " + folder + ": Is a directory",
                assertThrows(RunDocumentException.class, () -> RunDocuments.checkWritable(folder)).getMessage());
    }

    @Test
    void aDocumentFromBeforeCommitTimesIsRead() throws IOException {
        Path file = folder.resolve("run.json");
        Files.writeString(file, RunDocuments.toJson(DOCUMENT).replaceAll(",\\s*\"committed\": \"\"", ""));
        assertFalse(Files.readString(file).contains("committed"));
        assertEquals("", RunDocuments.read(file).committed());
        RunDocuments.write(file, DOCUMENT.withCommitted("2025-01-01T00:00:00+01:00"));
        assertEquals("2025-01-01T00:00:00+01:00", RunDocuments.read(file).committed());
    }

    @Test
    void forksInPairsWithAReferenceAreReadBackAndEarlierDocumentsHaveNone() throws IOException {
        List<ReferenceFork> forks = List.of(new ReferenceFork(0.0125, 0.001, false), new ReferenceFork(-0.0025, 0.002, true));
        RunDocument paired = DOCUMENT.withReference("sha256:0123").with(DOCUMENT.ceilings(), DOCUMENT.measurements().stream()
                .map(m -> m.status() == Status.MEASURED ? m.withReferenceForks(forks) : m).toList());
        Path file = folder.resolve("run.json");
        RunDocuments.write(file, paired);
        assertTrue(Files.readString(file).contains("\"referenceForks\": [ [ 0.0125, 0.001, false ], [ -0.0025, 0.002, true ] ]\n"), Files.readString(file));
        RunDocument read = RunDocuments.read(file);
        assertEquals("sha256:0123", read.reference());
        assertEquals(List.of(forks, List.of()), read.measurements().stream().map(Measurement::referenceForks).toList());
        assertEquals(RunDocuments.toJson(paired), RunDocuments.toJson(read.on(read.machine()).suspected("x").suspected("")));
        String before = RunDocuments.toJson(DOCUMENT).replaceAll(",\\s*\"(reference\": \"\"|referenceForks\": \\[ \\])", "");
        Files.writeString(file, before);
        assertFalse(before.contains("reference"), before);
        assertEquals(RunDocuments.toJson(DOCUMENT), RunDocuments.toJson(RunDocuments.read(file)));
    }

    @Test
    void aDocumentFromBeforeThereWereShardsIsAWholeRun() throws IOException {
        Path file = folder.resolve("run.json");
        Files.writeString(file, RunDocuments.toJson(DOCUMENT).replaceAll(" *\"(suspect|shard)\": \"\",\n", "")
                .replaceAll(" *\"positions\": \\[ \\],\n", ""));
        assertFalse(Files.readString(file).contains("suspect") || Files.readString(file).contains("positions"));
        RunDocument read = RunDocuments.read(file);
        assertEquals("", read.suspect() + read.shard());
        assertEquals(RunDocuments.toJson(DOCUMENT), RunDocuments.toJson(read));
    }

    @Test
    void aDocumentFromBeforeLibrariesWereAskedNamesNone() throws IOException {
        Path file = folder.resolve("run.json");
        String variable = "ONEDNN_MAX_CPU_ISA=SSE41";
        RunDocument document = DOCUMENT.on(DOCUMENT.machine().beside(List.of(new Library("onednn", "oneDNN, up to SSE41", variable)),
                List.of(variable)));
        RunDocuments.write(file, document);
        assertEquals(document.machine(), RunDocuments.read(file).machine());
        String json = RunDocuments.toJson(DOCUMENT);
        Files.writeString(file, json.replaceFirst(",\n *\"libraries\": \\[ \\],\n *\"environment\": \\[ \\]", ""));
        assertFalse(Files.readString(file).contains("libraries") || Files.readString(file).contains("environment"), json);
        assertEquals(DOCUMENT.machine(), RunDocuments.read(file).machine());
    }

    @Test
    void howACaseWasVerifiedIsKeptAndADocumentFromBeforeDoesNotKnow() throws IOException {
        Measurement verified = measured(new Linear(8, 16, 32, false), "vector/gemm", 5).withVerification(123, 2, "a reason", 0.25);
        Path file = folder.resolve("run.json");
        RunDocuments.write(file, document(verified.withTurns("1").withWork(1, 1)));
        Measurement read = RunDocuments.read(file).measurements().getFirst();
        assertEquals(List.of(123L, 2.0, "a reason", 0.25),
                List.of(read.verificationSeed(), read.errorFactor(), read.errorReason(), read.verificationSeconds()));
        Files.writeString(file, Files.readString(file)
                .replaceAll(",\\s*\"(verificationSeed|errorFactor|errorReason|verificationSeconds)\": [^,\\n}]*", ""));
        assertFalse(Files.readString(file).contains("erificationSe") || Files.readString(file).contains("errorFactor"));
        Measurement old = RunDocuments.read(file).measurements().getFirst();
        assertEquals(List.of(0L, 0.0, "", 0.0),
                List.of(old.verificationSeed(), old.errorFactor(), old.errorReason(), old.verificationSeconds()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"started", "cores", "vector", "threads", "status", "tolerance"})
    void everyOtherPropertyMustBeThere(String property) throws IOException {
        String json = RunDocuments.toJson(DOCUMENT);
        assertMessage(json.replaceFirst(" *\"" + property + "\": .*\n", ""), "is no valid run document: ");
    }

    @Test
    void aMissingFileIsSaidToBeMissing() {
        assertTrue(message(folder.resolve("none.json")).startsWith("no such run document"));
    }

    @Test
    void workIsCountedAnewFromTheShape() throws IOException {
        Convolution one = new Convolution(1, 8, 1, 1, 8, 3, 3, 1, 1);
        Path file = folder.resolve("run.json");
        RunDocuments.write(file, document(measured(one, "vector/direct", 1000).withWork(9 * one.flops(), 9 * one.bytes(4)),
                onDevice(one, "cuda/direct", 1000, 2000, 1).withWork(1, 1)));
        List<Measurement> read = RunDocuments.read(file).measurements();
        assertEquals(List.of(128L, 128L), read.stream().map(Measurement::flops).toList());
        assertEquals(List.of(one.bytes(4), one.bytes(2)), read.stream().map(Measurement::bytes).toList());
        Files.writeString(file, Files.readString(file).replaceFirst("\"precision\": \"fp32\"", "\"precision\": \"bf16-weights\""));
        assertEquals(9 * one.bytes(4), RunDocuments.read(file).measurements().getFirst().bytes());
    }

    @Test
    void aMalformedShapeIsOneLineThatNamesTheMeasurement() throws IOException {
        String json = RunDocuments.toJson(DOCUMENT);
        assertMessage(json.replace("b1_h8_q64_k64_d40", "b1_h8_q64_k64"),
                "run.json is no valid run document: measurements[1]: malformed attention shape 'b1_h8_q64_k64'; expected b{batch}");
        assertMessage(json.replace("\"linear\"", "\"liner\""), "measurements[0]: unknown operator 'liner'; known: attention, ");
    }

    @Test
    void everyDocumentOfTheRepositoryCanBeRead() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("."), 2)) {
            List<Path> documents = files.filter(f -> f.getFileName().toString().matches("run-.*\\.json")).toList();
            assertTrue(documents.size() > 20, documents::toString);
            documents.forEach(f -> assertFalse(RunDocuments.read(f).measurements().isEmpty() && RunDocuments.read(f).steps().isEmpty(), f::toString));
        }
    }

    @Test
    void aFailedWriteSaysWhere() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        RunDocumentException e = assertThrows(RunDocumentException.class,
                () -> RunDocuments.write(file.resolve("run.json"), DOCUMENT));
        assertTrue(e.getMessage().startsWith("cannot write " + file), e.getMessage());
        assertFalse(e.getMessage().contains("\n"));
    }

    private void assertMessage(String content, String expected) throws IOException {
        Path file = folder.resolve("run.json");
        Files.writeString(file, content);
        String message = message(file);
        assertTrue(message.contains(expected) && message.lines().count() == 1, message);
    }

    private static String message(Path file) {
        return assertThrows(RunDocumentException.class, () -> RunDocuments.read(file)).getMessage();
    }
}
