package genops.kernels.vector.elementwise;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.kernels.BoundKernel;
import genops.kernels.Precision;
import genops.kernels.Tensors;
import genops.kernels.verify.Verification;
import genops.kernels.verify.Verifier;
import genops.shapes.operator.Activation;
import genops.shapes.operator.ActivationFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Activations where they are delicate: zeros, subnormal and huge values, infinities, and the error of GELU over its range. */
class ActivationEdgesTest {
    private static final ActivationKernel KERNEL = new ActivationKernel();
    private static final float[] FINITE = {0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, 0x1p-126f, -0x1p-126f, 1e-20f, -1e-20f, 5.5f, -5.5f,
        30f, -30f, 87.2f, -87.2f, 88.8f, -88.8f, 104f, -104f, 1e4f, -1e4f, 1e15f, -1e15f, 1e30f, -1e30f, Float.MAX_VALUE,
        -Float.MAX_VALUE};

    @ParameterizedTest
    @EnumSource
    void finiteEdgesAreWithinTolerance(ActivationFunction function) {
        verify(function, FINITE);
        for (float x : FINITE) {
            verify(function, x);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFunctionIsWithinToleranceOverItsRange(ActivationFunction function) {
        float[] values = new float[80_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i - 40_000) * 0x1.1p-11f;
        }
        verify(function, values);
    }

    @ParameterizedTest
    @EnumSource
    void infinitiesGiveLimitsAndNanStays(ActivationFunction function) {
        for (int count : new int[] {1, 64}) {
            assertEquals(Float.POSITIVE_INFINITY, apply(function, Float.POSITIVE_INFINITY, count));
            assertEquals(0, apply(function, Float.NEGATIVE_INFINITY, count), 0);
            assertEquals(Float.NaN, apply(function, Float.NaN, count));
        }
    }

    private static float apply(ActivationFunction function, float x, int count) {
        Activation shape = new Activation(count, function);
        try (Tensors tensors = Tensors.random(shape, Precision.FP32, 1); BoundKernel bound = KERNEL.bind(shape, tensors)) {
            for (int i = 0; i < count; i++) {
                tensors.get("input").setAtIndex(JAVA_FLOAT, i, x);
            }
            bound.run();
            return tensors.output().getAtIndex(JAVA_FLOAT, count - 1);
        }
    }

    private static void verify(ActivationFunction function, float... values) {
        Activation shape = new Activation(values.length, function);
        try (Tensors tensors = Tensors.random(shape, Precision.FP32, 1); BoundKernel bound = KERNEL.bind(shape, tensors)) {
            for (int i = 0; i < values.length; i++) {
                tensors.get("input").setAtIndex(JAVA_FLOAT, i, values[i]);
            }
            Verification verification = new Verifier(Long.MAX_VALUE, 1).runAndCompare(KERNEL, shape, tensors, bound);
            assertTrue(verification.passed(),
                    () -> function + " of " + values[(int) verification.worst()] + ": " + verification.describe());
        }
    }
}
