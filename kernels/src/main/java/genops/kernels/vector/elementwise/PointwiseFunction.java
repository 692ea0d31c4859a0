package genops.kernels.vector.elementwise;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.SPECIES;

import genops.kernels.vector.Simd;
import genops.kernels.vector.VectorExp;
import genops.shapes.operator.ActivationFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The pointwise functions by vectors, each with a loop of its own, so that every loop compiles to straight vector code. NaN gives
 * NaN; −∞ gives the limit 0.
 */
public final class PointwiseFunction {
    private static final float QUICK_GELU_SLOPE = 1.702f;
    /** {@code 2 √(2/π)} and 0.044715 times it: ½ (1 + tanh g) is the sigmoid of 2g. */
    private static final float GELU_LINEAR = (float) (2 * Math.sqrt(2 / Math.PI));
    private static final float GELU_CUBIC = (float) (2 * Math.sqrt(2 / Math.PI) * 0.044715);

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
            case GELU_TANH -> gate(x, -x * (GELU_LINEAR + GELU_CUBIC * x * x));
            case QUICK_GELU -> gate(x, -QUICK_GELU_SLOPE * x);
        };
    }

    private static float gate(float x, float exponent) {
        return (float) (Math.max(x, -Float.MAX_VALUE) / (1 + Math.exp(exponent)));
    }

    private static void relu(long input, long output, int count) {
        for (int i = 0; i < count; i += LANES) {
            Simd.store(relu(Simd.load(input + 4L * i)), output + 4L * i);
        }
    }

    private static void silu(long input, long output, int count) {
        for (int i = 0; i < count; i += LANES) {
            Simd.store(silu(Simd.load(input + 4L * i)), output + 4L * i);
        }
    }

    private static void geluTanh(long input, long output, int count) {
        for (int i = 0; i < count; i += LANES) {
            Simd.store(geluTanh(Simd.load(input + 4L * i)), output + 4L * i);
        }
    }

    private static void quickGelu(long input, long output, int count) {
        for (int i = 0; i < count; i += LANES) {
            Simd.store(quickGelu(Simd.load(input + 4L * i)), output + 4L * i);
        }
    }

    private static FloatVector relu(FloatVector x) {
        return x.blend(0f, x.compare(VectorOperators.LT, 0f));
    }

    private static FloatVector silu(FloatVector x) {
        return gate(x, x.neg());
    }

    private static FloatVector quickGelu(FloatVector x) {
        return gate(x, x.mul(-QUICK_GELU_SLOPE));
    }

    private static FloatVector geluTanh(FloatVector x) {
        FloatVector slope = Simd.fma(x.mul(x), FloatVector.broadcast(SPECIES, -GELU_CUBIC),
                FloatVector.broadcast(SPECIES, -GELU_LINEAR));
        return gate(x, x.mul(slope));
    }

    /** {@code x / (1 + e^exponent)}; −∞ / ∞ would be NaN where the limit is 0. */
    private static FloatVector gate(FloatVector x, FloatVector exponent) {
        FloatVector finite = x.blend(-Float.MAX_VALUE, x.compare(VectorOperators.LT, -Float.MAX_VALUE));
        return finite.div(VectorExp.exp(exponent).add(1f));
    }
}
