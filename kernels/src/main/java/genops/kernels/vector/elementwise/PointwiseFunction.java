package genops.kernels.vector.elementwise;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;

import genops.kernels.vector.Simd;
import genops.shapes.operator.ActivationFunction;

/**
 * The pointwise functions by vectors, each with a loop of its own, so that every loop compiles to straight vector code. NaN gives
 * NaN; −∞ gives the limit 0.
 */
public final class PointwiseFunction {
    private PointwiseFunction() {}

    /**
     * {@code y = f(x)} over {@code count} floats at these addresses. y must not overlap x: the last vector goes back over floats
     * already done, so that no vector is partly used.
     */
    public static void apply(ActivationFunction function, long input, long output, int count) {
        if (count < LANES) {
            for (int i = 0; i < count; i++) {
                MEMORY.set(FLOAT, output + 4L * i, scalar(function, MEMORY.get(FLOAT, input + 4L * i)));
            }
            return;
        }
        int whole = count - count % LANES;
        vectors(function, input, output, whole);
        if (whole < count) {
            vectors(function, input + 4L * (count - LANES), output + 4L * (count - LANES), LANES);
        }
    }

    private static void vectors(ActivationFunction function, long input, long output, int count) {
        switch (function) {
            case RELU -> relu(input, output, count);
            case SILU -> silu(input, output, count);
            case GELU -> VectorGelu.vectors(input, output, count);
            case GELU_TANH -> geluTanh(input, output, count);
            case QUICK_GELU -> quickGelu(input, output, count);
        }
    }

    /** For fewer floats than one vector. */
    private static float scalar(ActivationFunction function, float x) {
        return switch (function) {
            case RELU -> x < 0 ? 0 : x;
            case SILU -> gate(x, -x);
            case GELU -> VectorGelu.scalar(x);
            case GELU_TANH -> gate(x, -x * (VectorActivation.GELU_LINEAR + VectorActivation.GELU_CUBIC * x * x));
            case QUICK_GELU -> gate(x, -VectorActivation.QUICK_GELU_SLOPE * x);
        };
    }

    private static float gate(float x, float exponent) {
        return (float) (Math.max(x, -Float.MAX_VALUE) / (1 + Math.exp(exponent)));
    }

    private static void relu(long input, long output, int count) {
        for (int i = 0; i < count; i += LANES) {
            Simd.store(VectorActivation.relu(Simd.load(input + 4L * i)), output + 4L * i);
        }
    }

    private static void silu(long input, long output, int count) {
        for (int i = 0; i < count; i += LANES) {
            Simd.store(VectorActivation.silu(Simd.load(input + 4L * i)), output + 4L * i);
        }
    }

    private static void geluTanh(long input, long output, int count) {
        for (int i = 0; i < count; i += LANES) {
            Simd.store(VectorActivation.geluTanh(Simd.load(input + 4L * i)), output + 4L * i);
        }
    }

    private static void quickGelu(long input, long output, int count) {
        for (int i = 0; i < count; i += LANES) {
            Simd.store(VectorActivation.quickGelu(Simd.load(input + 4L * i)), output + 4L * i);
        }
    }
}
