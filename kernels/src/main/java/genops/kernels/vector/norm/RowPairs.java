package genops.kernels.vector.norm;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.ORDER;
import static genops.kernels.vector.Simd.SPECIES;
import static genops.kernels.vector.Simd.VECTOR_BYTES;

import genops.kernels.vector.Simd;
import genops.shapes.operator.LayerNorm;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * A layer norm of two rows at once: the one's sums, reductions and roots are computed while the other's are waited for, and weight and bias
 * are loaded once for both. Two numbers are returned as one {@code long}: a method has no two results, and a record may become an
 * object.
 */
final class RowPairs {

    private RowPairs() {}

    /**
     * {@code y = (x − mean) / √(variance + ε) · weight + bias} of both rows.
     *
     * @param offset from a row to its output, in bytes
     * @param sums {@code Σ x} of both rows
     * @param next0 the row that comes next, of which the sum is wanted
     * @param next1 the one after it
     * @return {@code Σ x} of both of these
     */
    static long normalise(long input0, long input1, long weight, long bias, long offset, int count, long sums, long next0, long next1) {
        float mean0 = first(sums) / count;
        float mean1 = second(sums) / count;
        FloatVector even0 = FloatVector.zero(SPECIES);
        FloatVector even1 = FloatVector.zero(SPECIES);
        FloatVector odd0 = FloatVector.zero(SPECIES);
        FloatVector odd1 = FloatVector.zero(SPECIES);
        int step = Simd.step();
        int i = 0;
        for (; i <= count - 2 * LANES; i += 2 * step) {
            long at = 4L * i;
            FloatVector first0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, input0 + at, ORDER).sub(mean0);
            FloatVector second0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, input0 + at + VECTOR_BYTES, ORDER).sub(mean0);
            FloatVector first1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, input1 + at, ORDER).sub(mean1);
            FloatVector second1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, input1 + at + VECTOR_BYTES, ORDER).sub(mean1);
            even0 = Simd.fma(first0, first0, even0);
            odd0 = Simd.fma(second0, second0, odd0);
            even1 = Simd.fma(first1, first1, even1);
            odd1 = Simd.fma(second1, second1, odd1);
        }
        float squares0 = even0.add(odd0).reduceLanes(VectorOperators.ADD);
        float squares1 = even1.add(odd1).reduceLanes(VectorOperators.ADD);
        for (; i < count; i++) {
            float difference0 = MEMORY.get(FLOAT, input0 + 4L * i) - mean0;
            float difference1 = MEMORY.get(FLOAT, input1 + 4L * i) - mean1;
            squares0 += difference0 * difference0;
            squares1 += difference1 * difference1;
        }
        float scale0 = (float) (1 / Math.sqrt(squares0 / count + LayerNorm.EPSILON));
        float scale1 = (float) (1 / Math.sqrt(squares1 / count + LayerNorm.EPSILON));
        FloatVector sums0 = FloatVector.zero(SPECIES);
        FloatVector sums1 = FloatVector.zero(SPECIES);
        long output0 = input0 + offset;
        long output1 = input1 + offset;
        for (i = 0; i <= count - LANES; i += step) {
            long at = 4L * i;
            FloatVector w = FloatVector.fromMemorySegment(SPECIES, MEMORY, weight + at, ORDER);
            FloatVector b = FloatVector.fromMemorySegment(SPECIES, MEMORY, bias + at, ORDER);
            FloatVector.fromMemorySegment(SPECIES, MEMORY, input0 + at, ORDER).sub(mean0).mul(scale0).fma(w, b)
                    .intoMemorySegment(MEMORY, output0 + at, ORDER);
            sums0 = sums0.add(FloatVector.fromMemorySegment(SPECIES, MEMORY, next0 + at, ORDER));
            FloatVector.fromMemorySegment(SPECIES, MEMORY, input1 + at, ORDER).sub(mean1).mul(scale1).fma(w, b)
                    .intoMemorySegment(MEMORY, output1 + at, ORDER);
            sums1 = sums1.add(FloatVector.fromMemorySegment(SPECIES, MEMORY, next1 + at, ORDER));
        }
        float sum0 = sums0.reduceLanes(VectorOperators.ADD);
        float sum1 = sums1.reduceLanes(VectorOperators.ADD);
        for (; i < count; i++) {
            long at = 4L * i;
            float w = MEMORY.get(FLOAT, weight + at);
            float b = MEMORY.get(FLOAT, bias + at);
            MEMORY.set(FLOAT, output0 + at, (MEMORY.get(FLOAT, input0 + at) - mean0) * scale0 * w + b);
            MEMORY.set(FLOAT, output1 + at, (MEMORY.get(FLOAT, input1 + at) - mean1) * scale1 * w + b);
            sum0 += MEMORY.get(FLOAT, next0 + at);
            sum1 += MEMORY.get(FLOAT, next1 + at);
        }
        return pack(sum0, sum1);
    }

    /** Two numbers as one. */
    static long pack(float first, float second) {
        return (long) Float.floatToRawIntBits(second) << 32 | Float.floatToRawIntBits(first) & 0xFFFF_FFFFL;
    }

    private static float first(long pair) {
        return Float.intBitsToFloat((int) pair);
    }

    private static float second(long pair) {
        return Float.intBitsToFloat((int) (pair >>> 32));
    }
}
