package genops.kernels.vector.norm;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.SPECIES;

import genops.kernels.vector.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Sums and the last pass of a normalisation over one row of floats. Two accumulators hide the latency of the addition; a row's
 * rounding error grows with the length of one lane's sum.
 */
final class RowNorm {

    private RowNorm() {}

    /** {@code Σ x}. */
    static float sum(long input, int count) {
        FloatVector even = FloatVector.zero(SPECIES);
        FloatVector odd = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= count - 2 * LANES; i += 2 * LANES) {
            even = even.add(Simd.load(input + 4L * i));
            odd = odd.add(Simd.load(input + 4L * i + Simd.VECTOR_BYTES));
        }
        for (; i <= count - LANES; i += LANES) {
            even = even.add(Simd.load(input + 4L * i));
        }
        float sum = even.add(odd).reduceLanes(VectorOperators.ADD);
        for (; i < count; i++) {
            sum += MEMORY.get(FLOAT, input + 4L * i);
        }
        return sum;
    }

    /** {@code Σ (x − centre)²}. */
    static float squares(long input, float centre, int count) {
        FloatVector even = FloatVector.zero(SPECIES);
        FloatVector odd = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= count - 2 * LANES; i += 2 * LANES) {
            FloatVector first = Simd.load(input + 4L * i).sub(centre);
            FloatVector second = Simd.load(input + 4L * i + Simd.VECTOR_BYTES).sub(centre);
            even = Simd.fma(first, first, even);
            odd = Simd.fma(second, second, odd);
        }
        for (; i <= count - LANES; i += LANES) {
            FloatVector difference = Simd.load(input + 4L * i).sub(centre);
            even = Simd.fma(difference, difference, even);
        }
        float sum = even.add(odd).reduceLanes(VectorOperators.ADD);
        for (; i < count; i++) {
            float difference = MEMORY.get(FLOAT, input + 4L * i) - centre;
            sum += difference * difference;
        }
        return sum;
    }

    /** {@code y = (x − mean) · scale · weight + bias}. */
    static void normalise(long input, long weight, long bias, long output, float mean, float scale, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            FloatVector normal = Simd.load(input + 4L * i).sub(mean).mul(scale);
            Simd.store(Simd.fma(normal, Simd.load(weight + 4L * i), Simd.load(bias + 4L * i)), output + 4L * i);
        }
        for (; i < count; i++) {
            float normal = (MEMORY.get(FLOAT, input + 4L * i) - mean) * scale;
            MEMORY.set(FLOAT, output + 4L * i, normal * MEMORY.get(FLOAT, weight + 4L * i) + MEMORY.get(FLOAT, bias + 4L * i));
        }
    }

    /** {@code y = x · scale · weight}. */
    static void scale(long input, long weight, long output, float scale, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            Simd.store(Simd.load(input + 4L * i).mul(scale).mul(Simd.load(weight + 4L * i)), output + 4L * i);
        }
        for (; i < count; i++) {
            MEMORY.set(FLOAT, output + 4L * i, MEMORY.get(FLOAT, input + 4L * i) * scale * MEMORY.get(FLOAT, weight + 4L * i));
        }
    }
}
