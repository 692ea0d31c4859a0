package genops.kernels.vector.norm;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.ORDER;
import static genops.kernels.vector.Simd.SPECIES;

import genops.kernels.vector.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Sums and the last pass of a normalisation over one row of floats. Two accumulators hide the latency of the addition; a row's
 * rounding error grows with the length of one lane's sum.
 *
 * <p>The loops that do two things at once call the Vector API directly: C2 leaves helpers out of a method with many vectors, and each
 * then allocates.
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
        int step = 2 * Simd.step();
        int i = 0;
        for (; i <= count - 2 * LANES; i += step) {
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

    /**
     * {@code y = (x − mean) · scale · weight + bias}.
     *
     * @param next the row after it
     * @return {@code Σ x} of that row: read while this one is written, so that the memory always has both to do
     */
    static float normalise(long input, long weight, long bias, long output, float mean, float scale, int count, long next) {
        FloatVector even = FloatVector.zero(SPECIES);
        FloatVector odd = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= count - 2 * LANES; i += 2 * LANES) {
            long at = 4L * i;
            long after = at + Simd.VECTOR_BYTES;
            FloatVector first = FloatVector.fromMemorySegment(SPECIES, MEMORY, input + at, ORDER).sub(mean).mul(scale);
            first.fma(FloatVector.fromMemorySegment(SPECIES, MEMORY, weight + at, ORDER),
                    FloatVector.fromMemorySegment(SPECIES, MEMORY, bias + at, ORDER)).intoMemorySegment(MEMORY, output + at, ORDER);
            even = even.add(FloatVector.fromMemorySegment(SPECIES, MEMORY, next + at, ORDER));
            FloatVector second = FloatVector.fromMemorySegment(SPECIES, MEMORY, input + after, ORDER).sub(mean).mul(scale);
            second.fma(FloatVector.fromMemorySegment(SPECIES, MEMORY, weight + after, ORDER),
                    FloatVector.fromMemorySegment(SPECIES, MEMORY, bias + after, ORDER)).intoMemorySegment(MEMORY, output + after, ORDER);
            odd = odd.add(FloatVector.fromMemorySegment(SPECIES, MEMORY, next + after, ORDER));
        }
        float sum = even.add(odd).reduceLanes(VectorOperators.ADD);
        for (; i < count; i++) {
            float normal = (MEMORY.get(FLOAT, input + 4L * i) - mean) * scale;
            MEMORY.set(FLOAT, output + 4L * i, normal * MEMORY.get(FLOAT, weight + 4L * i) + MEMORY.get(FLOAT, bias + 4L * i));
            sum += MEMORY.get(FLOAT, next + 4L * i);
        }
        return sum;
    }

    /**
     * {@code y = x · scale · weight}.
     *
     * @param next the row after it
     * @return {@code Σ x²} of that row: read while this one is written, as in {@link #normalise}
     */
    static float scale(long input, long weight, long output, float scale, int count, long next) {
        FloatVector even = FloatVector.zero(SPECIES);
        FloatVector odd = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= count - 2 * LANES; i += 2 * LANES) {
            long at = 4L * i;
            long after = at + Simd.VECTOR_BYTES;
            FloatVector.fromMemorySegment(SPECIES, MEMORY, input + at, ORDER).mul(scale)
                    .mul(FloatVector.fromMemorySegment(SPECIES, MEMORY, weight + at, ORDER)).intoMemorySegment(MEMORY, output + at, ORDER);
            FloatVector first = FloatVector.fromMemorySegment(SPECIES, MEMORY, next + at, ORDER);
            even = first.fma(first, even);
            FloatVector.fromMemorySegment(SPECIES, MEMORY, input + after, ORDER).mul(scale)
                    .mul(FloatVector.fromMemorySegment(SPECIES, MEMORY, weight + after, ORDER)).intoMemorySegment(MEMORY, output + after, ORDER);
            FloatVector second = FloatVector.fromMemorySegment(SPECIES, MEMORY, next + after, ORDER);
            odd = second.fma(second, odd);
        }
        float sum = even.add(odd).reduceLanes(VectorOperators.ADD);
        for (; i < count; i++) {
            MEMORY.set(FLOAT, output + 4L * i, MEMORY.get(FLOAT, input + 4L * i) * scale * MEMORY.get(FLOAT, weight + 4L * i));
            float x = MEMORY.get(FLOAT, next + 4L * i);
            sum += x * x;
        }
        return sum;
    }
}
