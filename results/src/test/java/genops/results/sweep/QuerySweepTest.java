package genops.results.sweep;

import static genops.results.TestDocuments.document;
import static genops.results.TestDocuments.measured;
import static genops.results.TestDocuments.onDevice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.composition.Stack;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.shapes.operator.Attention;
import genops.shapes.operator.AttentionKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuerySweepTest {
    private static final QuerySweep SWEEP = QuerySweep.STANDARD;

    @Test
    void queryRowsGrowAtTwoHeadDimsAndTheBatchAtOneQueryRow() {
        List<String> shapes = SWEEP.catalog().shapes().stream().map(o -> o.text()).toList();
        assertEquals(12 + 12 + 6 - 1, shapes.size(), "one query row of one sequence is on two lines");
        assertTrue(shapes.containsAll(List.of("b1_h32_q1_k2048_d64", "b1_h32_q2048_k2048_d64", "b1_h32_q16_k2048_d128",
                "b32_h32_q1_k2048_d128")), shapes::toString);
        assertFalse(shapes.contains("b64_h32_q1_k2048_d128"), "its keys and values alone take 4 GiB");
        assertTrue(SWEEP.catalog().shapes().stream().allMatch(o -> o.bytes(Float.BYTES) <= QuerySweep.LARGEST_BYTES));
        assertEquals(SWEEP, Sweep.of("queries"));
        SWEEP.catalog().entries().forEach(e -> assertEquals(((Attention) e.operator()).queryLength() <= 8 ? AttentionKind.DECODE_LIKE
                : AttentionKind.PREFILL_LIKE, e.attentionKind().orElseThrow(), e::toString));
    }

    /** Flash attention takes 1 ms, unfused as many as the shape has query rows in powers of two, and one. */
    private static RunDocument run() {
        List<Measurement> measurements = new ArrayList<>();
        for (QuerySweep.Line line : SWEEP.lines()) {
            for (Attention shape : line.shapes()) {
                double unfused = 1 + Math.log(shape.queryLength()) / Math.log(2);
                measurements.add(measured(shape, "vector/flash", 1e6));
                measurements.add(measured(shape, "vector/unfused", unfused * 1e6));
                // faster than ours, and of another stack
                measurements.add(measured(shape, "onednn/unfused", 0.5e6));
            }
        }
        measurements.add(onDevice(SWEEP.lines().getFirst().shapes().getFirst(), "cuda/flash", 1, 2, 1));
        return document(measurements.toArray(Measurement[]::new));
    }

    @Test
    void theGainIsThatOfOneStack() {
        List<QueryGains> gains = QueryGains.of(run(), SWEEP, Stack.VECTOR);
        assertEquals(List.of(12, 12, 6), gains.stream().map(g -> g.points().size()).toList());
        QueryGains.Point sixteen = gains.getFirst().points().get(4);
        assertEquals(16, sixteen.value());
        assertEquals(5, sixteen.gain().value(), 1e-9);
        assertEquals(AttentionKind.PREFILL_LIKE, sixteen.kind());
        assertTrue(gains.get(2).points().stream().allMatch(p -> p.kind() == AttentionKind.DECODE_LIKE && p.gain().value() == 1));
        assertTrue(QueryGains.of(run(), SWEEP, Stack.CUDA).stream().allMatch(g -> g.points().isEmpty()), "there is no unfused beside it");
    }

    @Test
    void theTextHasARowForEachValueAndNeverMixesTwoKinds() {
        String text = QueryText.of(run());
        assertTrue(text.startsWith("Sweep of query rows: attention of 32 heads against 2048 keys, time of unfused over flash, Vector API"),
                text);
        assertTrue(text.lines().anyMatch(l -> l.matches(" +8 +decode-like +4.00× ± 1.6% +4.00× ± 1.6%")), text);
        assertTrue(text.lines().anyMatch(l -> l.matches(" +2048 +prefill-like +12.0× ± 1.6% +12.0× ± 1.6%")), text);
        // (1·2·3·4)^(1/4) and (5·6 … 12)^(1/8)
        assertTrue(text.contains("head dim 64: decode-like 2.21× in the mean of 4, prefill-like 8.18× in the mean of 8\n"), text);
        assertTrue(text.lines().anyMatch(l -> l.matches(" +32 +decode-like +1.00× ± 1.6%")), text);
        assertFalse(text.contains("CUDA"), text);
        assertEquals("", QueryText.of(document()));
    }
}
