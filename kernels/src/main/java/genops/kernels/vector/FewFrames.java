package genops.kernels.vector;

import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.ORDER;
import static genops.kernels.vector.Simd.SPECIES;
import static genops.kernels.vector.Simd.VECTOR_BYTES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The steps of attention with a vector of queries, one query a lane: scores lie as {@code (keys, lanes)}, so that softmax needs no
 * operation across lanes. All addresses are absolute, strides are in bytes.
 */
final class FewFrames {
    /** Queries of {@link #weigh}. */
    static final int ROWS = 8;

    private FewFrames() {}

    /**
     * {@code c[q][lane] = Σ p[k][q] · v[k][lane]} for up to {@link #ROWS} queries q and one vector of columns: eight sums hide the
     * latency of the multipliers. Queries beyond {@code last} are the last one again: they compute and store the same.
     *
     * @param a probability of the first query and key; those of a key are a vector apart, a constant so that the compiler takes the
     *     tests of its addresses out of the loop
     * @param b the vector of the first value
     * @param bStep stride from a value to the next
     */
    static void weigh(int keys, int last, long a, long b, long bStep, long c, long cRow) {
        long a1 = a + Math.min(1, last) * 4L;
        long a2 = a + Math.min(2, last) * 4L;
        long a3 = a + Math.min(3, last) * 4L;
        long a4 = a + Math.min(4, last) * 4L;
        long a5 = a + Math.min(5, last) * 4L;
        long a6 = a + Math.min(6, last) * 4L;
        long a7 = a + Math.min(7, last) * 4L;
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        FloatVector s4 = FloatVector.zero(SPECIES);
        FloatVector s5 = FloatVector.zero(SPECIES);
        FloatVector s6 = FloatVector.zero(SPECIES);
        FloatVector s7 = FloatVector.zero(SPECIES);
        for (int k = 0; k < keys; k++) {
            long at = (long) k * VECTOR_BYTES;
            FloatVector x = FloatVector.fromMemorySegment(SPECIES, MEMORY, b + k * bStep, ORDER);
            s0 = FloatVector.broadcast(SPECIES, MEMORY.get(Simd.FLOAT, a + at)).fma(x, s0);
            s1 = FloatVector.broadcast(SPECIES, MEMORY.get(Simd.FLOAT, a1 + at)).fma(x, s1);
            s2 = FloatVector.broadcast(SPECIES, MEMORY.get(Simd.FLOAT, a2 + at)).fma(x, s2);
            s3 = FloatVector.broadcast(SPECIES, MEMORY.get(Simd.FLOAT, a3 + at)).fma(x, s3);
            s4 = FloatVector.broadcast(SPECIES, MEMORY.get(Simd.FLOAT, a4 + at)).fma(x, s4);
            s5 = FloatVector.broadcast(SPECIES, MEMORY.get(Simd.FLOAT, a5 + at)).fma(x, s5);
            s6 = FloatVector.broadcast(SPECIES, MEMORY.get(Simd.FLOAT, a6 + at)).fma(x, s6);
            s7 = FloatVector.broadcast(SPECIES, MEMORY.get(Simd.FLOAT, a7 + at)).fma(x, s7);
        }
        s0.intoMemorySegment(MEMORY, c, ORDER);
        s1.intoMemorySegment(MEMORY, c + Math.min(1, last) * cRow, ORDER);
        s2.intoMemorySegment(MEMORY, c + Math.min(2, last) * cRow, ORDER);
        s3.intoMemorySegment(MEMORY, c + Math.min(3, last) * cRow, ORDER);
        s4.intoMemorySegment(MEMORY, c + Math.min(4, last) * cRow, ORDER);
        s5.intoMemorySegment(MEMORY, c + Math.min(5, last) * cRow, ORDER);
        s6.intoMemorySegment(MEMORY, c + Math.min(6, last) * cRow, ORDER);
        s7.intoMemorySegment(MEMORY, c + Math.min(7, last) * cRow, ORDER);
    }

    /**
     * Transposes up to a vector of queries, contiguous rows of {@code headDim} floats, to {@code (headDim, lanes)}; other lanes are 0.
     * Strides are constants, as in {@link #weigh}.
     */
    static void transpose(long from, int queries, int headDim, long to) {
        for (int d = 0; d < headDim && queries < LANES; d++) {
            FloatVector.zero(SPECIES).intoMemorySegment(MEMORY, to + (long) d * VECTOR_BYTES, ORDER);
        }
        for (int q = 0; q < queries; q++) {
            long row = from + 4L * q * headDim;
            long lane = to + 4L * q;
            for (int d = 0; d < headDim; d++) {
                MEMORY.set(Simd.FLOAT, lane + (long) d * VECTOR_BYTES, MEMORY.get(Simd.FLOAT, row + 4L * d));
            }
        }
    }

    /** Masks, of each lane, the keys from {@code visible + lane} on. */
    static void mask(long scores, int keys, int visible) {
        FloatVector lane = FloatVector.zero(SPECIES).addIndex(1);
        for (int k = Math.max(0, visible); k < keys; k++) {
            long at = scores + (long) k * VECTOR_BYTES;
            FloatVector.fromMemorySegment(SPECIES, MEMORY, at, ORDER)
                    .blend(Float.NEGATIVE_INFINITY, lane.compare(VectorOperators.LE, (float) (k - visible)))
                    .intoMemorySegment(MEMORY, at, ORDER);
        }
    }

    /** Softmax of each lane over the keys: {@code s ← 2^(scale · s − max) / Σ}. */
    static void softmax(long scores, int keys, float scale) {
        FloatVector max = FloatVector.fromMemorySegment(SPECIES, MEMORY, scores, ORDER);
        for (int k = 1; k < keys; k++) {
            max = max.max(FloatVector.fromMemorySegment(SPECIES, MEMORY, scores + (long) k * VECTOR_BYTES, ORDER));
        }
        FloatVector factor = FloatVector.broadcast(SPECIES, scale);
        FloatVector shift = max.mul(factor).neg();
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int k = 0; k < keys; k++) {
            long at = scores + (long) k * VECTOR_BYTES;
            FloatVector p = VectorExp.exp2Bounded(FloatVector.fromMemorySegment(SPECIES, MEMORY, at, ORDER).fma(factor, shift));
            p.intoMemorySegment(MEMORY, at, ORDER);
            sum = sum.add(p);
        }
        FloatVector inverse = FloatVector.broadcast(SPECIES, 1f).div(sum);
        for (int k = 0; k < keys; k++) {
            long at = scores + (long) k * VECTOR_BYTES;
            FloatVector.fromMemorySegment(SPECIES, MEMORY, at, ORDER).mul(inverse).intoMemorySegment(MEMORY, at, ORDER);
        }
    }

    /** Copies {@code heads} runs of {@code count} floats that lie one after the other to slabs {@code slab} bytes apart. */
    static void spread(long from, int heads, int count, long to, long slab) {
        for (int h = 0; h < heads; h++) {
            Packing.copy(from + 4L * h * count, to + h * slab, count);
        }
    }
}
