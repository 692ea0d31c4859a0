package genops.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.benchmarks.fork.KernelOffer;
import genops.results.document.Ceiling;
import genops.results.document.Machine;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.RunDocuments;
import genops.results.document.Status;
import genops.shapes.operator.Linear;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecorderTest {
    private static final RunDocument BEGUN = new RunDocument(RunDocument.SCHEMA, "2026-01-01T00:00:00Z", "0123456",
            "java -jar benchmarks.jar", new Machine("cpu", "amd64", 2, List.of(), 0, 1, "os", "jdk", List.of(), "512-bit", "", ""),
            List.of(), List.of());

    private static final Ceiling CEILING = new Ceiling("fma", 2, 1000, new double[][] {{1, 1}});

    @TempDir
    Path folder;

    @Test
    void anInterruptKeepsWhatIsFinished() {
        RunRecorder recorder = new RunRecorder(folder.resolve("run.json"), BEGUN, List.of(), false, UnaryOperator.identity());
        recorder.add(measurement(1, Status.MEASURED));
        assertEquals(1, RunDocuments.read(recorder.file()).measurements().size());
        int finished = recorder.interrupted(List.of(measurement(1, Status.INTERRUPTED), measurement(2, Status.INTERRUPTED)));
        RunDocument document = RunDocuments.read(recorder.file());
        assertEquals(1, finished);
        assertEquals(List.of(Status.MEASURED, Status.INTERRUPTED), document.measurements().stream().map(Measurement::status).toList());
        assertEquals("m2_n2_k2", document.measurements().get(1).shape());
    }

    @Test
    void beforeTheFirstCaseThereIsNoDocument() throws IOException {
        Path file = folder.resolve("run.json");
        RunRecorder recorder = new RunRecorder(file, BEGUN, List.of(), false, UnaryOperator.identity());
        recorder.add(CEILING);
        assertEquals(0, recorder.interrupted(List.of(measurement(1, Status.INTERRUPTED))));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
        new RunRecorder(file, BEGUN, List.of(), true, UnaryOperator.identity()).add(CEILING);
        assertEquals(1, RunDocuments.read(file).ceilings().size(), "they are all that was asked for");
    }

    @Test
    void aRunInTurnsHasNoDocumentBeforeItsFirstShape() {
        Path file = folder.resolve("run.json");
        TurnsRecorder recorder = new TurnsRecorder(file, BEGUN, false, UnaryOperator.identity());
        recorder.add(CEILING);
        assertFalse(Files.exists(file));
        recorder.put("one", List.of(measurement(1, Status.MEASURED)));
        assertTrue(recorder.interrupted());
        assertEquals(1, RunDocuments.read(file).measurements().size());
        assertFalse(new TurnsRecorder(folder.resolve("other.json"), BEGUN, false, UnaryOperator.identity()).interrupted());
        assertFalse(Files.exists(folder.resolve("other.json")));
    }

    @Test
    void aPartRecordsWhereItsMeasurementsStandInTheWhole() {
        RunRecorder recorder = new RunRecorder(folder.resolve("run.json"), BEGUN.part("2/3", List.of()), List.of(1, 4), false, UnaryOperator.identity());
        assertEquals(List.of(), recorder.document().positions());
        recorder.add(measurement(1, Status.MEASURED));
        assertEquals(List.of(1), RunDocuments.read(recorder.file()).positions());
        recorder.interrupted(List.of(measurement(1, Status.INTERRUPTED), measurement(2, Status.INTERRUPTED)));
        assertEquals(List.of(1, 4), RunDocuments.read(recorder.file()).positions());
        assertEquals("2/3", RunDocuments.read(recorder.file()).shard());
    }

    private static Measurement measurement(int rows, Status status) {
        Linear shape = new Linear(rows, 2, 2, false);
        KernelOffer offer = new KernelOffer("linear", shape.text(), "test/slow", "fp32", "", "", 0, 0, 0, false);
        return new Case(shape, offer, 1).unmeasured(status, "", "");
    }
}
