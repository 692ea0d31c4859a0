package genops.kernels.vector.norm;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.ORDER;
import static genops.kernels.vector.Simd.SPECIES;
import static genops.kernels.vector.Simd.VECTOR_BYTES;

import genops.kernels.vector.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The passes of a normalisation over one row of floats. Four accumulators hide the latency of the addition; a row's rounding error grows
 * with the length of one lane's sum.
 */
final class RowNorm {

    private RowNorm() {}

    /** {@code Σ x}. */
    static float sum(long input, int count) {
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = FloatVector.zero(SPECIES);
        FloatVector sum2 = FloatVector.zero(SPECIES);
        FloatVector sum3 = FloatVector.zero(SPECIES);
        int step = Simd.step();
        int i = 0;
        for (; i <= count - 4 * LANES; i += 4 * step) {
            long at = input + 4L * i;
            sum0 = sum0.add(Simd.load(at));
            sum1 = sum1.add(Simd.load(at + VECTOR_BYTES));
            sum2 = sum2.add(Simd.load(at + 2 * VECTOR_BYTES));
            sum3 = sum3.add(Simd.load(at + 3 * VECTOR_BYTES));
        }
        for (; i <= count - LANES; i += step) {
            sum0 = sum0.add(Simd.load(input + 4L * i));
        }
        float sum = sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(VectorOperators.ADD);
        for (; i < count; i++) {
            sum += MEMORY.get(FLOAT, input + 4L * i);
        }
        return sum;
    }

    /** {@code Σ (x − centre)²}. */
    static float squares(long input, float centre, int count) {
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = FloatVector.zero(SPECIES);
        FloatVector sum2 = FloatVector.zero(SPECIES);
        FloatVector sum3 = FloatVector.zero(SPECIES);
        int step = Simd.step();
        int i = 0;
        for (; i <= count - 4 * LANES; i += 4 * step) {
            long at = input + 4L * i;
            FloatVector x0 = Simd.load(at).sub(centre);
            FloatVector x1 = Simd.load(at + VECTOR_BYTES).sub(centre);
            FloatVector x2 = Simd.load(at + 2 * VECTOR_BYTES).sub(centre);
            FloatVector x3 = Simd.load(at + 3 * VECTOR_BYTES).sub(centre);
            sum0 = Simd.fma(x0, x0, sum0);
            sum1 = Simd.fma(x1, x1, sum1);
            sum2 = Simd.fma(x2, x2, sum2);
            sum3 = Simd.fma(x3, x3, sum3);
        }
        for (; i <= count - LANES; i += step) {
            FloatVector x = Simd.load(input + 4L * i).sub(centre);
            sum0 = Simd.fma(x, x, sum0);
        }
        float sum = sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(VectorOperators.ADD);
        for (; i < count; i++) {
            float x = MEMORY.get(FLOAT, input + 4L * i) - centre;
            sum += x * x;
        }
        return sum;
    }

    /** {@code y = (x − mean) · scale · weight + bias}. */
    static void normalise(long input, long weight, long bias, long output, float mean, float scale, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            long at = 4L * i;
            FloatVector normal = FloatVector.fromMemorySegment(SPECIES, MEMORY, input + at, ORDER).sub(mean).mul(scale);
            normal.fma(FloatVector.fromMemorySegment(SPECIES, MEMORY, weight + at, ORDER),
                    FloatVector.fromMemorySegment(SPECIES, MEMORY, bias + at, ORDER)).intoMemorySegment(MEMORY, output + at, ORDER);
        }
        for (; i < count; i++) {
            float normal = (MEMORY.get(FLOAT, input + 4L * i) - mean) * scale;
            MEMORY.set(FLOAT, output + 4L * i, normal * MEMORY.get(FLOAT, weight + 4L * i) + MEMORY.get(FLOAT, bias + 4L * i));
        }
    }

    /** {@code y = x · scale · weight}. */
    static void scale(long input, long weight, long output, float scale, int count) {
        int step = Simd.step();
        int i = 0;
        for (; i <= count - LANES; i += step) {
            long at = 4L * i;
            FloatVector.fromMemorySegment(SPECIES, MEMORY, input + at, ORDER).mul(scale)
                    .mul(FloatVector.fromMemorySegment(SPECIES, MEMORY, weight + at, ORDER)).intoMemorySegment(MEMORY, output + at, ORDER);
        }
        for (; i < count; i++) {
            MEMORY.set(FLOAT, output + 4L * i, MEMORY.get(FLOAT, input + 4L * i) * scale * MEMORY.get(FLOAT, weight + 4L * i));
        }
    }
}
