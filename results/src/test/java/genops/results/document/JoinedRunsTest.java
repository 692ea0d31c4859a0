package genops.results.document;

import static genops.results.TestDocuments.document;
import static genops.results.TestDocuments.failed;
import static genops.results.TestDocuments.inTurns;
import static genops.results.TestDocuments.measured;
import static genops.results.TestDocuments.onDevice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.statistics.PairedRatio;
import genops.shapes.operator.Linear;
import genops.shapes.operator.Scale;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinedRunsTest {
    private static final Linear LINEAR = new Linear(1000, 1000, 1000, false);
    private static final Scale SCALE = new Scale(1000);

    private static RunDocument at(String time, RunDocument document) {
        return new RunDocument(document.schema(), time, document.commit(), document.command() + " " + time, document.machine(),
                document.ceilings(), document.measurements());
    }

    @Test
    void theNewestOfWhatSeveralRunsMeasuredIsTaken() {
        RunDocument old = at("2025-01-01T00:00:00Z", document(measured(LINEAR, "vector/gemm", 1e6), measured(SCALE, "vector/simple", 5)));
        RunDocument recent = at("2025-01-02T00:00:00Z", document(measured(LINEAR, "vector/gemm", 2e6),
                failed(SCALE, "vector/simple", Status.CRASHED, "crashed")));
        RunDocument joined = JoinedRuns.of(List.of(recent, old));
        assertEquals(List.of(2e6, 5.0), joined.measurements().stream().map(m -> m.nanoseconds()[0][0]).toList());
        assertEquals(3, joined.ceilings().size());
        assertEquals("2025-01-01T00:00:00Z, 2025-01-02T00:00:00Z", joined.started());
        assertEquals("0123456", joined.commit());
        assertEquals("benchmarks.jar 2025-01-01T00:00:00Z; benchmarks.jar 2025-01-02T00:00:00Z", joined.command());
    }

    /** The newest was timed with warm caches: read as one, the run says what was timed as usual, and of the other case what there is. */
    @Test
    void whatWasTimedAsUsualIsNotReplacedByAnotherSetting() {
        RunDocument usual = at("2025-01-01T00:00:00Z", document(onDevice(LINEAR, "cuda/gemm", 2e6, 9e6, 1)));
        RunDocument warm = at("2025-01-02T00:00:00Z", document(warm(onDevice(LINEAR, "cuda/gemm", 1e6, 9e6, 1)),
                warm(onDevice(SCALE, "cuda/simple", 5, 9, 1))));
        assertEquals(List.of(2e6, 5.0), JoinedRuns.of(List.of(usual, warm)).measurements().stream().map(m -> m.deviceNanoseconds()[0][0]).toList());
    }

    private static Measurement warm(Measurement m) {
        return new Measurement(m.operator(), m.shape(), m.kernel(), m.precision(), m.threads(), m.flops(), m.bytes(), m.status(), m.reason(),
                m.nanoseconds(), m.deviceNanoseconds(), m.launches(), m.error(), m.tolerance(), m.command() + " --gpu-cache warm");
    }

    /** Both documents call their first turns the same. */
    @Test
    void kernelsOfDifferentRunsDidNotTakeTurns() {
        double[][] unknown = {};
        Measurement ours = inTurns(measured(LINEAR, "vector/gemm", 1e6), "1", unknown);
        Measurement vendors = inTurns(measured(LINEAR, "onednn/matmul", 2e6), "1", unknown);
        RunDocument old = at("2025-01-01T00:00:00Z", document(ours, vendors));
        RunDocument recent = at("2025-01-02T00:00:00Z", document(ours));
        List<Measurement> joined = JoinedRuns.of(List.of(old, recent)).measurements();
        assertFalse(PairedRatio.paired(joined.get(0), joined.get(1)));
        List<Measurement> apart = JoinedRuns.of(List.of(old, at("2025-01-02T00:00:00Z", document()))).measurements();
        assertTrue(PairedRatio.paired(apart.get(0), apart.get(1)));
    }

    @Test
    void runsOfDifferentMachinesAreNotJoined() {
        RunDocument here = document();
        Machine m = here.machine();
        Machine there = new Machine(m.cpu(), m.architecture(), 4, m.caches(), m.lastLevelCacheBytes(), m.memoryBytes(), m.os(), m.jdk(),
                m.jvmFlags(), m.vector(), m.gpu(), m.gpuDriver());
        RunDocument other = new RunDocument(here.schema(), "2025-01-02T00:00:00Z", here.commit(), here.command(), there, List.of(), List.of());
        assertEquals("the runs of 2025-01-01T00:00:00Z and 2025-01-02T00:00:00Z are of different machines: cores 2 and 4",
                assertThrows(IllegalArgumentException.class, () -> JoinedRuns.of(List.of(here, other))).getMessage());
    }

    @Test
    void otherInlinedMethodsMakeNoOtherMachineAndAHeldBackLibraryDoes() {
        RunDocument here = document();
        Machine m = here.machine();
        RunDocument inlining = at("2025-01-02T00:00:00Z", here.on(m.ranBy(new Jvm(m.jdk(),
                List.of("-Xmx1g", "-XX:CompileCommand=inline,genops.kernels.vector.Simd::*"), m.vector()))));
        assertEquals(m, JoinedRuns.of(List.of(here, inlining)).machine());
        RunDocument held = at("2025-01-02T00:00:00Z",
                here.on(m.beside(List.of(new Library("openblas", "OpenBLAS", "OPENBLAS_CORETYPE=Haswell")), List.of())));
        String message = assertThrows(IllegalArgumentException.class, () -> JoinedRuns.of(List.of(here, held))).getMessage();
        assertTrue(message.contains("different machines: libraries [] and [") && message.contains("OPENBLAS_CORETYPE=Haswell"), message);
    }
}
