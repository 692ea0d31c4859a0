package genops.kernels.vector;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.VECTOR_BYTES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The steps of attention on a tile of rows, shared by all its kernels. Scores lie row-major, one row for each query; the
 * powers made of them are written where the left operand of the next multiplication is wanted. All addresses are absolute, strides are in
 * bytes.
 *
 * <p>Each loop is a method of its own with at most a few dozen vector operations: what the compiler inlines completely.
 */
final class AttentionTiles {

    /**
     * How far, in powers of two, a score may exceed the running maximum before it is raised: powers up to {@code 2^SLACK} cost no
     * accuracy in floating point, and what was summed is hardly ever rescaled.
     */
    private static final float SLACK = 8;

    /** Queries of a tile, a multiple of the micro-kernel's rows. */
    static final int QUERIES = 48;

    private AttentionTiles() {}

    /** Elements of an array that holds the left operand of a multiplication for a tile of queries. */
    static int leftSize(int depth) {
        return Math.ceilDiv(depth, MicroKernel.MAX_DEPTH) * QUERIES * MicroKernel.PITCH;
    }

    /**
     * Packs the left operand of {@link #multiply}: rows of {@code depth} floats, as {@link Packing#row} writes them; what is longer than
     * {@link MicroKernel#MAX_DEPTH} in as many pieces, all rows of one after all rows of the other.
     *
     * @param rows at most {@link #QUERIES}
     * @param from the first element of the first row
     * @param stride bytes from a row to the next
     * @param end where readable memory ends
     * @param to {@link #leftSize} elements
     */
    static void packLeft(int rows, int depth, long from, long stride, long end, float[] to) {
        int at = 0;
        for (int p = 0; p < depth; p += MicroKernel.MAX_DEPTH) {
            for (int r = 0; r < rows; r++) {
                Packing.row(from + r * stride + 4L * p, end, Math.min(MicroKernel.MAX_DEPTH, depth - p), to, at + r * MicroKernel.PITCH);
            }
            at += QUERIES * MicroKernel.PITCH;
        }
    }

    /**
     * {@code C = init + A · B} on the panels of a packed block, padding included.
     *
     * @param depth length of the sums
     * @param packedDepth rows of the block, of which the first {@code depth} are used
     * @param vectors width of the block
     * @param needed leading vectors of C that are wanted; the panel they end in is computed whole
     * @param a as {@link #packLeft} writes it
     * @param initStride stride of {@code init}'s rows; 0 with {@link Packing#ZEROS} to overwrite
     */
    static void multiply(int rows, int depth, int packedDepth, int vectors, int needed, float[] a, long b, long init, long initStride,
            long c, long cStride) {
        int from = 0;
        for (int p = 0; p < depth; p += MicroKernel.MAX_DEPTH) {
            boolean start = p == 0;
            multiplyPiece(rows, Math.min(MicroKernel.MAX_DEPTH, depth - p), p, packedDepth, vectors, needed, a, from, b,
                    start ? init : c, start ? initStride : cStride, c, cStride);
            from += QUERIES * MicroKernel.PITCH;
        }
    }

    private static void multiplyPiece(int rows, int depth, int first, int packedDepth, int vectors, int needed, float[] a, int from,
            long b, long init, long initStride, long c, long cStride) {
        boolean overwrite = initStride == 0;
        for (int v = 0; v < needed; ) {
            int width = Packing.panelVectors(vectors - v);
            long column = (long) v * VECTOR_BYTES;
            long panel = b + column * packedDepth + (long) first * width * VECTOR_BYTES;
            int height;
            for (int r = 0; r < rows; r += height) {
                height = MicroKernel.tileRows(rows - r);
                MicroKernel.run(height, width, depth, a, from + r * MicroKernel.PITCH, panel,
                        overwrite ? init : init + column + r * initStride, initStride, c + column + r * cStride, cStride);
            }
            v += width;
        }
    }

    /** Writes −∞ over the scores {@code from … to − 1} of a row, so that softmax makes them 0. */
    static void mask(long row, int from, int to) {
        for (int i = Math.max(from, 0); i < to; i++) {
            MEMORY.set(FLOAT, row + 4L * i, Float.NEGATIVE_INFINITY);
        }
    }

    /** Largest of a row of {@code vectors} vectors. */
    static float max(long row, int vectors) {
        return maxima(row, vectors).reduceLanes(VectorOperators.MAX);
    }

    /** Largest of each lane of a row of vectors. By comparison: the API's maximum, which orders zeros and keeps NaN, takes three times as long. */
    private static FloatVector maxima(long row, int vectors) {
        FloatVector even = FloatVector.fromMemorySegment(Simd.SPECIES, MEMORY, row, Simd.ORDER);
        FloatVector odd = even;
        int v = 1;
        for (; v < vectors - 1; v += 2) {
            long at = row + (long) v * VECTOR_BYTES;
            FloatVector a = FloatVector.fromMemorySegment(Simd.SPECIES, MEMORY, at, Simd.ORDER);
            FloatVector b = FloatVector.fromMemorySegment(Simd.SPECIES, MEMORY, at + VECTOR_BYTES, Simd.ORDER);
            odd = odd.blend(a, a.compare(VectorOperators.GT, odd));
            even = even.blend(b, b.compare(VectorOperators.GT, even));
        }
        if (v < vectors) {
            FloatVector a = FloatVector.fromMemorySegment(Simd.SPECIES, MEMORY, row + (long) v * VECTOR_BYTES, Simd.ORDER);
            odd = odd.blend(a, a.compare(VectorOperators.GT, odd));
        }
        return even.blend(odd, odd.compare(VectorOperators.GT, even));
    }

    /**
     * {@code s ← 2^(s − maximum)} on a row; adds the results to a vector of partial sums.
     *
     * @param sums where the vector of partial sums lies
     */
    static void exponentiate(long row, int vectors, float maximum, long sums) {
        FloatVector max = FloatVector.broadcast(Simd.SPECIES, maximum);
        FloatVector sum = FloatVector.fromMemorySegment(Simd.SPECIES, MEMORY, sums, Simd.ORDER);
        for (int v = 0; v < vectors; v++) {
            long at = row + (long) v * VECTOR_BYTES;
            FloatVector p = VectorExp.exp2Bounded(FloatVector.fromMemorySegment(Simd.SPECIES, MEMORY, at, Simd.ORDER).sub(max));
            p.intoMemorySegment(MEMORY, at, Simd.ORDER);
            sum = sum.add(p);
        }
        sum.intoMemorySegment(MEMORY, sums, Simd.ORDER);
    }

    /**
     * {@code p = 2^(s − maximum)} of a row, written as a row of the left operand of a multiplication; adds the results to a vector of
     * partial sums.
     *
     * @param sums where the vector of partial sums lies
     * @param to as {@link #packLeft} writes it
     * @param at index of the row in it
     */
    static void exponentiate(long row, int vectors, float maximum, long sums, float[] to, int at) {
        FloatVector max = FloatVector.broadcast(Simd.SPECIES, maximum);
        FloatVector sum = FloatVector.fromMemorySegment(Simd.SPECIES, MEMORY, sums, Simd.ORDER);
        for (int v = 0; v < vectors; v++) {
            FloatVector s = FloatVector.fromMemorySegment(Simd.SPECIES, MEMORY, row + (long) v * VECTOR_BYTES, Simd.ORDER);
            FloatVector p = VectorExp.exp2Bounded(s.sub(max));
            p.intoArray(to, at + v * LANES);
            sum = sum.add(p);
        }
        sum.intoMemorySegment(MEMORY, sums, Simd.ORDER);
    }

    /**
     * Raises a row's running maximum where new scores exceed it by far, and rescales what was summed with the old one.
     *
     * @param row the new scores
     * @param rowVectors vectors of them
     * @param maximum where the running maximum lies
     * @param sums where the vector of partial sums lies
     * @param vectors vectors of the output row
     */
    static void raise(long row, int rowVectors, long maximum, long sums, int vectors, long output) {
        FloatVector maxima = maxima(row, rowVectors);
        float old = get(maximum);
        if (maxima.compare(VectorOperators.GT, old + SLACK).anyTrue()) {
            float raised = maxima.reduceLanes(VectorOperators.MAX);
            set(maximum, raised);
            if (old != Float.NEGATIVE_INFINITY) {
                float factor = powerOfTwo(old - raised);
                scale(sums, sums, LANES, factor);
                scale(output, output, vectors * LANES, factor);
            }
        }
    }

    /** {@code 2ˣ} of one number, x < 128. */
    static float powerOfTwo(float x) {
        return (float) Math.exp(x * Math.log(2));
    }

    /** {@code to = factor · from} on {@code count} floats; both may be the same. */
    static void scale(long from, long to, int count, float factor) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            // the API directly, no helper between: at the end of a softmax C2 has so many nodes that it leaves helpers out
            FloatVector.fromMemorySegment(Simd.SPECIES, MEMORY, from + 4L * i, Simd.ORDER).mul(factor)
                    .intoMemorySegment(MEMORY, to + 4L * i, Simd.ORDER);
        }
        for (; i < count; i++) {
            MEMORY.set(FLOAT, to + 4L * i, MEMORY.get(FLOAT, from + 4L * i) * factor);
        }
    }

    /** Sets vectors to 0. */
    static void clear(long at, int vectors) {
        for (int v = 0; v < vectors; v++) {
            Simd.store(FloatVector.zero(Simd.SPECIES), at + (long) v * VECTOR_BYTES);
        }
    }

    /** Sum of the lanes of the vector at an address. */
    static float sum(long vector) {
        return FloatVector.fromMemorySegment(Simd.SPECIES, MEMORY, vector, Simd.ORDER).reduceLanes(VectorOperators.ADD);
    }

    static float get(long at) {
        return MEMORY.get(FLOAT, at);
    }

    static void set(long at, float value) {
        MEMORY.set(FLOAT, at, value);
    }
}
