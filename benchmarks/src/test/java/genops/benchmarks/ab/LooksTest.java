package genops.benchmarks.ab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.comparison.Change;
import genops.results.comparison.Thresholds;
import genops.results.comparison.Verdict;
import genops.results.document.MeasurementKey;
import genops.results.statistics.Estimate;
import genops.results.statistics.Interval;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LooksTest {

    @Test
    void aFewLooksAreFixedBeforehand() {
        assertEquals(List.of(6, 12, 24), Looks.upTo(24).pairs());
        assertEquals(List.of(5, 10), Looks.upTo(10).pairs());
        assertEquals(List.of(2), Looks.upTo(2).pairs());
    }

    @Test
    void theyShareTheRateOfFalseAlarms() {
        assertEquals(new Thresholds(0.03, 0.02), Looks.upTo(24).each(new Thresholds(0.03, 0.06)));
    }

    @Test
    void enoughIsAChangeOrAnIntervalWithoutOne() {
        assertTrue(Looks.decided(change(Verdict.SLOWER, 1.05, 1.09), Thresholds.DEFAULT));
        assertTrue(Looks.decided(change(Verdict.FASTER, 0.90, 0.95), Thresholds.DEFAULT));
        assertTrue(Looks.decided(change(Verdict.UNCHANGED, 0.98, 1.02), Thresholds.DEFAULT));
        assertFalse(Looks.decided(change(Verdict.UNCHANGED, 0.98, 1.04), Thresholds.DEFAULT));
        assertFalse(Looks.decided(change(Verdict.UNCHANGED, 0.96, 1.02), Thresholds.DEFAULT));
    }

    private static Change change(Verdict verdict, double low, double high) {
        return new Change(new MeasurementKey("linear", "m8_n8_k8", "vector/gemm", "fp32", 2), Estimate.exact(1), Estimate.exact(1),
                new Interval(low, high), 6, 6, 1, 0.01, 0.5, 0.5, verdict, Optional.empty());
    }
}
