package genops.benchmarks.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.kernels.Precision;
import genops.kernels.Tensors;
import genops.shapes.operator.Add;
import genops.shapes.operator.GroupNorm;
import genops.shapes.operator.Operator;
import org.junit.jupiter.api.Test;

class SamplingTest {

    @Test
    void aSampleIsBoundedByElementsAndByWhatTheReferenceTakes() {
        assertEquals(1 << 18, units(new Add(1 << 20)));
        // 200 000 elements behind each mean, twice: 125 units are 5·10⁷ operations
        assertEquals(125, units(new GroupNorm(1, 64, 100_000, 32, false)));
    }

    @Test
    void aSampleIsNeverEmpty() {
        assertTrue(units(new GroupNorm(1, 4, 4_000_000, 1, false)) >= 16);
    }

    private static long units(Operator shape) {
        try (Tensors tensors = Tensors.random(shape, Precision.FP32, 1)) {
            return Sampling.units(shape, tensors);
        }
    }
}
