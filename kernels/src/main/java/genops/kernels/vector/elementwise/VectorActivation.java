package genops.kernels.vector.elementwise;

import static genops.kernels.vector.Simd.SPECIES;

import genops.kernels.vector.Simd;
import genops.kernels.vector.VectorExp;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The pointwise functions of one vector, but for GELU, whose whole loop is {@link VectorGelu}. */
final class VectorActivation {
    static final float QUICK_GELU_SLOPE = 1.702f;
    /** {@code 2 √(2/π)} and 0.044715 times it: ½ (1 + tanh g) is the sigmoid of 2g. */
    static final float GELU_LINEAR = (float) (2 * Math.sqrt(2 / Math.PI));
    static final float GELU_CUBIC = (float) (2 * Math.sqrt(2 / Math.PI) * 0.044715);

    private VectorActivation() {}

    static FloatVector relu(FloatVector x) {
        return x.blend(0f, x.compare(VectorOperators.LT, 0f));
    }

    static FloatVector silu(FloatVector x) {
        return gate(x, x.neg());
    }

    static FloatVector quickGelu(FloatVector x) {
        return gate(x, x.mul(-QUICK_GELU_SLOPE));
    }

    static FloatVector geluTanh(FloatVector x) {
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
