package genops.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import genops.benchmarks.fork.KernelOffer;
import genops.results.document.Machine;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.RunDocuments;
import genops.results.document.Status;
import genops.shapes.operator.Linear;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecorderTest {
    private static final RunDocument BEGUN = new RunDocument(RunDocument.SCHEMA, "2026-01-01T00:00:00Z", "0123456",
            "java -jar benchmarks.jar", new Machine("cpu", "amd64", 2, List.of(), 0, 1, "os", "jdk", List.of(), "512-bit", "", ""),
            List.of(), List.of());

    @TempDir
    Path folder;

    @Test
    void anInterruptKeepsWhatIsFinished() {
        RunRecorder recorder = new RunRecorder(folder.resolve("run.json"), BEGUN, List.of());
        recorder.add(measurement(1, Status.MEASURED));
        assertEquals(1, RunDocuments.read(recorder.file()).measurements().size());
        int finished = recorder.interrupted(List.of(measurement(1, Status.INTERRUPTED), measurement(2, Status.INTERRUPTED)));
        RunDocument document = RunDocuments.read(recorder.file());
        assertEquals(1, finished);
        assertEquals(List.of(Status.MEASURED, Status.INTERRUPTED), document.measurements().stream().map(Measurement::status).toList());
        assertEquals("m2_n2_k2", document.measurements().get(1).shape());
    }

    @Test
    void aPartRecordsWhereItsMeasurementsStandInTheWhole() {
        RunRecorder recorder = new RunRecorder(folder.resolve("run.json"), BEGUN.part("2/3", List.of()), List.of(1, 4));
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
