package genops.kernels.vector.norm;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.ORDER;
import static genops.kernels.vector.Simd.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Sums over rows, one for each channel, of a block {@code (rows, channels)} about centres. Rows are taken eight at a time, so that the
 * sums, which stay in the first-level cache, are loaded and stored once for eight vectors from memory, and each is an eighth as long.
 */
final class ChannelSums {
    private static final int ROWS = 8;

    private ChannelSums() {}

    /** {@code sums[c] = Σ (x[r,c] − centre[c])} and {@code squares[c] = Σ (x[r,c] − centre[c])²}, in one pass. */
    static void about(long centre, long input, int rows, int channels, long sums, long squares) {
        for (long at = 0; at < 4L * channels; at += 4) {
            MEMORY.set(FLOAT, sums + at, 0f);
            MEMORY.set(FLOAT, squares + at, 0f);
        }
        long stride = 4L * channels;
        int whole = channels - channels % LANES;
        int r = 0;
        for (; r <= rows - ROWS; r += ROWS) {
            addEight(input + r * stride, stride, whole, centre, sums, squares);
        }
        for (; r < rows; r++) {
            addOne(input + r * stride, whole, centre, sums, squares);
        }
        for (int c = whole; c < channels; c++) {
            addColumn(input + 4L * c, rows, stride, MEMORY.get(FLOAT, centre + 4L * c), sums + 4L * c, squares + 4L * c);
        }
    }

    private static void addEight(long input, long stride, int channels, long centre, long sums, long squares) {
        for (int c = 0; c < channels; c += LANES) {
            long at = 4L * c;
            long x = input + at;
            FloatVector mean = FloatVector.fromMemorySegment(SPECIES, MEMORY, centre + at, ORDER);
            FloatVector d0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x, ORDER).sub(mean);
            FloatVector d1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x + stride, ORDER).sub(mean);
            FloatVector d2 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x + 2 * stride, ORDER).sub(mean);
            FloatVector d3 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x + 3 * stride, ORDER).sub(mean);
            FloatVector d4 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x + 4 * stride, ORDER).sub(mean);
            FloatVector d5 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x + 5 * stride, ORDER).sub(mean);
            FloatVector d6 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x + 6 * stride, ORDER).sub(mean);
            FloatVector d7 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x + 7 * stride, ORDER).sub(mean);
            FloatVector sum = d0.add(d1).add(d2.add(d3)).add(d4.add(d5).add(d6.add(d7)));
            FloatVector even = d6.fma(d6, d4.fma(d4, d2.fma(d2, d0.mul(d0))));
            FloatVector odd = d7.fma(d7, d5.fma(d5, d3.fma(d3, d1.mul(d1))));
            FloatVector.fromMemorySegment(SPECIES, MEMORY, sums + at, ORDER).add(sum).intoMemorySegment(MEMORY, sums + at, ORDER);
            FloatVector.fromMemorySegment(SPECIES, MEMORY, squares + at, ORDER).add(even.add(odd))
                    .intoMemorySegment(MEMORY, squares + at, ORDER);
        }
    }

    private static void addOne(long input, int channels, long centre, long sums, long squares) {
        for (int c = 0; c < channels; c += LANES) {
            long at = 4L * c;
            FloatVector mean = FloatVector.fromMemorySegment(SPECIES, MEMORY, centre + at, ORDER);
            FloatVector d = FloatVector.fromMemorySegment(SPECIES, MEMORY, input + at, ORDER).sub(mean);
            FloatVector.fromMemorySegment(SPECIES, MEMORY, sums + at, ORDER).add(d).intoMemorySegment(MEMORY, sums + at, ORDER);
            d.lanewise(VectorOperators.FMA, d, FloatVector.fromMemorySegment(SPECIES, MEMORY, squares + at, ORDER))
                    .intoMemorySegment(MEMORY, squares + at, ORDER);
        }
    }

    /** The channels beyond the last whole vector. */
    private static void addColumn(long input, int rows, long stride, float centre, long sum, long square) {
        float s = 0;
        float q = 0;
        for (int r = 0; r < rows; r++) {
            float d = MEMORY.get(FLOAT, input + r * stride) - centre;
            s += d;
            q += d * d;
        }
        MEMORY.set(FLOAT, sum, s);
        MEMORY.set(FLOAT, square, q);
    }
}
