package genops.results.roofline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import genops.shapes.operator.Attention;
import genops.shapes.operator.Linear;
import genops.shapes.operator.TemporalAttention;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassTest {
    private final Attention attention = new Attention(2, 4, 100, 50, 8);
    private final long scores = 2 * 4 * 100 * 50;

    @Test
    void unfusedAttentionWritesAndReadsItsScoresTwice() {
        List<Pass> passes = Pass.of(attention, AttentionVariant.UNFUSED, 2, 0);
        assertEquals(3, passes.size());
        assertEquals(attention.bytes(2) + 4 * 2 * scores, passes.stream().mapToLong(Pass::bytes).sum());
        assertEquals(attention.flops() + 5 * scores, passes.stream().mapToLong(Pass::flops).sum());
    }

    @Test
    void scoresThatFitTheCacheAreNotMoved() {
        assertEquals(attention.bytes(2), Pass.of(attention, AttentionVariant.UNFUSED, 2, 2 * scores).stream()
                .mapToLong(Pass::bytes).sum());
    }

    @Test
    void flashAttentionAndEverythingElseIsOnePass() {
        Linear linear = new Linear(2, 3, 4, false);
        assertEquals(List.of(new Pass(attention.flops(), attention.bytes(2), true)), Pass.of(attention, AttentionVariant.FLASH, 2, 0));
        assertEquals(List.of(new Pass(48, linear.bytes(4), true)), Pass.of(linear, AttentionVariant.UNFUSED, 4, 0));
    }

    @Test
    void temporalAttentionHasTheScoresOfItsContiguousForm() {
        TemporalAttention temporal = new TemporalAttention(64, 16, 2, 8, false);
        assertEquals(Pass.of(temporal.contiguous(), AttentionVariant.UNFUSED, 4, 0), Pass.of(temporal, AttentionVariant.UNFUSED, 4, 0));
    }
}
