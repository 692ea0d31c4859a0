package genops.kernels.vector.norm;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.kernels.BoundKernel;
import genops.kernels.Precision;
import genops.kernels.Tensors;
import genops.kernels.verify.Verification;
import genops.kernels.verify.Verifier;
import genops.shapes.operator.GroupNorm;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** The variance is taken about the mean of the first rows: inputs whose mean is large, and whose first rows are unlike the rest. */
class GroupNormIT {
    private static final GroupNorm SHAPE = new GroupNorm(2, 48, 3000, 8, false);

    @Test
    void aLargeMeanCostsNoAccuracy() {
        verify(1000, 0);
    }

    @Test
    void firstRowsFarFromTheOthersCostNoAccuracy() {
        verify(0, 300);
        verify(1000, -300);
    }

    private static void verify(float mean, float start) {
        GroupNormKernel kernel = new GroupNormKernel();
        try (Tensors tensors = Tensors.random(SHAPE, Precision.FP32, 5); BoundKernel bound = kernel.bind(SHAPE, tensors)) {
            MemorySegment input = tensors.get("input");
            long sample = (long) SHAPE.positions() * SHAPE.channels();
            for (long i = 0; i < SHAPE.batch() * sample; i++) {
                boolean first = i % sample < 8L * SHAPE.channels();
                input.setAtIndex(JAVA_FLOAT, i, input.getAtIndex(JAVA_FLOAT, i) + mean + (first ? start : 0));
            }
            Verification verification = new Verifier(Long.MAX_VALUE, 1).runAndCompare(kernel, SHAPE, tensors, bound);
            assertTrue(verification.passed(), () -> "mean " + mean + ", first rows " + start + ": " + verification.describe());
        }
    }
}
