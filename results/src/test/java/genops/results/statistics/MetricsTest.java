package genops.results.statistics;

import static genops.results.TestDocuments.document;
import static genops.results.TestDocuments.failed;
import static genops.results.TestDocuments.measured;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.document.Ceiling;
import genops.results.document.RunDocument;
import genops.results.document.Status;
import genops.shapes.operator.Add;
import genops.shapes.operator.Linear;
import genops.shapes.operator.OperatorClass;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final RunDocument document = document();
    private final Ceilings ceilings = Ceilings.of(document);

    @Test
    void aComputeBoundShapeIsHeldToThePeak() {
        // 2·1000³ FLOPs at 100 GFLOP/s take 20 ms at least
        Metrics metrics = Metrics.of(measured(new Linear(1000, 1000, 1000, false), "vector/gemm", 40e6), ceilings).orElseThrow();
        assertEquals(0.5, metrics.ceilingShare().orElseThrow(), 1e-9);
        assertEquals(50, metrics.gigaflopsPerSecond(), 1e-9);
    }

    @Test
    void aRowTimesAMatrixIsHeldToTheReadBandwidth() {
        // 4·(1000 + 1000·1000 + 1000) bytes at 10 GB/s take 400.8 µs at least
        Metrics metrics = Metrics.of(measured(new Linear(1, 1000, 1000, false), "vector/gemm", 801.6e3), ceilings).orElseThrow();
        assertEquals(0.5, metrics.ceilingShare().orElseThrow(), 1e-9);
        assertFalse(ceilings.computeBound(OperatorClass.LINEAR, 2_000_000, 4_008_000, 2));
    }

    @Test
    void anElementwiseOperatorIsHeldToTheCopyBandwidth() {
        // 12 bytes per element at 20 GB/s
        Metrics metrics = Metrics.of(measured(new Add(1_000_000), "vector/add", 600e3), ceilings).orElseThrow();
        assertEquals(1, metrics.ceilingShare().orElseThrow(), 1e-9);
        assertEquals(20, metrics.gigabytesPerSecond(), 1e-9);
    }

    @Test
    void withoutACeilingForThisThreadCountThereIsNoShare() {
        assertEquals(Optional.empty(), ceilings.leastNanoseconds(OperatorClass.LINEAR, 1, 1, 1));
        assertEquals(Optional.empty(), ceilings.peak(0));
        assertTrue(ceilings.peak(2).isPresent());
    }

    @Test
    void aLimitIsWhatTheFastestForkReachedWheneverItWasMeasured() {
        RunDocument repeated = new RunDocument(document.schema(), document.started(), document.commit(), document.command(), document.machine(),
                List.of(new Ceiling("fma", 1, 1000, new double[][] {{40, 50, 60}, {30, 31, 90}}),
                        new Ceiling("fma", 1, 1000, new double[][] {{25, 25, 25}, {80, 10, 80}})), List.of());
        assertEquals(40e9, Ceilings.of(repeated).peak(1).orElseThrow().value(), 1);
    }

    @Test
    void aCaseWithoutATimeHasNoMetrics() {
        assertEquals(Optional.empty(), Metrics.of(failed(new Add(8), "vector/add", Status.CRASHED, "signal 11"), ceilings));
    }
}
