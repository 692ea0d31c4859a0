package genops.kernels.verify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.kernels.TensorSpec;
import genops.shapes.operator.Add;
import genops.shapes.operator.GroupNorm;
import genops.shapes.operator.Operator;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SamplingTest {

    @Test
    void aSampleIsBoundedByElementsAndByWhatTheReferenceTakes() {
        assertEquals(1 << 18, units(new Add(1 << 25), Sampling.USUAL, 16));
        // 200 000 elements behind each mean, twice: 125 units are 5·10⁷ operations
        assertEquals(125, units(new GroupNorm(1, 64, 100_000, 32, false), Sampling.USUAL, 16));
    }

    @Test
    void aSmallOutputIsComparedAsAWholeBeforeTiming() {
        assertEquals(1 << 20, units(new Add(1 << 20), Sampling.USUAL, 16));
        assertEquals(1 << 18, units(new Add(1 << 20), Sampling.BRIEF, 2));
    }

    @Test
    void aSampleIsNeverEmpty() {
        assertEquals(16, units(new GroupNorm(1, 4, 4_000_000, 1, false), Sampling.USUAL, 16));
    }

    @Test
    void halfOfASampleLiesWhereInputsWereChangedAndBothEndsAreInIt() {
        long[] sample = Sampling.of(1_000_000, 1000, new SplittableRandom(1), List.of(new Window(0.5, 0.501)));
        assertTrue(Arrays.stream(sample).filter(u -> u >= 500_000 && u < 501_000).count() >= 490);
        assertEquals(0, Arrays.stream(sample).min().orElseThrow());
        assertEquals(999_999, Arrays.stream(sample).max().orElseThrow());
        assertArrayEquals(new long[] {0, 1, 2}, Sampling.of(3, 10, new SplittableRandom(1), List.of()));
    }

    @SuppressWarnings("unchecked")
    private static <O extends Operator> long units(O shape, double operations, long least) {
        return Sampling.units((Class<O>) shape.getClass(), shape, TensorSpec.of(shape).getLast().elements(), operations, least);
    }
}
