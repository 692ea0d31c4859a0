package genops.kernels.vector.norm;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;

import genops.kernels.vector.Simd;
import jdk.incubator.vector.FloatVector;

/**
 * Sums over rows, one for each channel, of a block {@code (rows, channels)}. Rows are taken four at a time, so that the sums, which
 * stay in the first-level cache, are loaded and stored once for four vectors from memory, and each sum is a quarter as long.
 */
final class ChannelSums {
    private static final int ROWS = 4;

    private ChannelSums() {}

    /** {@code sums[c] = Σ x[r,c]}. */
    static void sums(long input, int rows, int channels, long sums) {
        zero(sums, channels);
        long stride = 4L * channels;
        int r = 0;
        for (; r <= rows - ROWS; r += ROWS) {
            addFour(input + r * stride, stride, channels, sums);
        }
        for (; r < rows; r++) {
            addOne(input + r * stride, channels, sums);
        }
    }

    /** {@code squares[c] = Σ (x[r,c] − centre[c])²}. */
    static void squares(long input, int rows, int channels, long centre, long squares) {
        zero(squares, channels);
        long stride = 4L * channels;
        int r = 0;
        for (; r <= rows - ROWS; r += ROWS) {
            addFourSquares(input + r * stride, stride, channels, centre, squares);
        }
        for (; r < rows; r++) {
            addOneSquare(input + r * stride, channels, centre, squares);
        }
    }

    private static void zero(long sums, int channels) {
        for (int c = 0; c < channels; c++) {
            MEMORY.set(FLOAT, sums + 4L * c, 0f);
        }
    }

    private static void addFour(long input, long stride, int channels, long sums) {
        int c = 0;
        for (; c <= channels - LANES; c += LANES) {
            long x = input + 4L * c;
            FloatVector first = Simd.load(x).add(Simd.load(x + stride));
            FloatVector second = Simd.load(x + 2 * stride).add(Simd.load(x + 3 * stride));
            Simd.store(Simd.load(sums + 4L * c).add(first.add(second)), sums + 4L * c);
        }
        for (; c < channels; c++) {
            long x = input + 4L * c;
            float four = MEMORY.get(FLOAT, x) + MEMORY.get(FLOAT, x + stride)
                    + (MEMORY.get(FLOAT, x + 2 * stride) + MEMORY.get(FLOAT, x + 3 * stride));
            MEMORY.set(FLOAT, sums + 4L * c, MEMORY.get(FLOAT, sums + 4L * c) + four);
        }
    }

    private static void addOne(long input, int channels, long sums) {
        int c = 0;
        for (; c <= channels - LANES; c += LANES) {
            Simd.store(Simd.load(sums + 4L * c).add(Simd.load(input + 4L * c)), sums + 4L * c);
        }
        for (; c < channels; c++) {
            MEMORY.set(FLOAT, sums + 4L * c, MEMORY.get(FLOAT, sums + 4L * c) + MEMORY.get(FLOAT, input + 4L * c));
        }
    }

    private static void addFourSquares(long input, long stride, int channels, long centre, long squares) {
        int c = 0;
        for (; c <= channels - LANES; c += LANES) {
            long x = input + 4L * c;
            FloatVector mean = Simd.load(centre + 4L * c);
            FloatVector d0 = Simd.load(x).sub(mean);
            FloatVector d1 = Simd.load(x + stride).sub(mean);
            FloatVector d2 = Simd.load(x + 2 * stride).sub(mean);
            FloatVector d3 = Simd.load(x + 3 * stride).sub(mean);
            FloatVector four = Simd.fma(d0, d0, d1.mul(d1)).add(Simd.fma(d2, d2, d3.mul(d3)));
            Simd.store(Simd.load(squares + 4L * c).add(four), squares + 4L * c);
        }
        for (; c < channels; c++) {
            float mean = MEMORY.get(FLOAT, centre + 4L * c);
            float four = 0;
            for (int r = 0; r < ROWS; r++) {
                float difference = MEMORY.get(FLOAT, input + 4L * c + r * stride) - mean;
                four += difference * difference;
            }
            MEMORY.set(FLOAT, squares + 4L * c, MEMORY.get(FLOAT, squares + 4L * c) + four);
        }
    }

    private static void addOneSquare(long input, int channels, long centre, long squares) {
        int c = 0;
        for (; c <= channels - LANES; c += LANES) {
            FloatVector difference = Simd.load(input + 4L * c).sub(Simd.load(centre + 4L * c));
            Simd.store(Simd.fma(difference, difference, Simd.load(squares + 4L * c)), squares + 4L * c);
        }
        for (; c < channels; c++) {
            float difference = MEMORY.get(FLOAT, input + 4L * c) - MEMORY.get(FLOAT, centre + 4L * c);
            MEMORY.set(FLOAT, squares + 4L * c, MEMORY.get(FLOAT, squares + 4L * c) + difference * difference);
        }
    }
}
