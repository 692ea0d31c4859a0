package genops.kernels.vector;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.ORDER;
import static genops.kernels.vector.Simd.SPECIES;
import static genops.kernels.vector.Simd.VECTOR_BYTES;

import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;

/**
 * The inner part of every matrix multiplication: {@code C = init + A · B} on one register tile of at most {@link #MR} rows and
 * {@link #PANEL_VECTORS} vectors.
 *
 * <ul>
 *   <li>A is read where it lies, row-major with any stride between rows: the rows of a tile are as many sequential streams of
 *       broadcast loads, so packing A would only cost time. They may also lie anywhere ({@link #gathered}), as those of a
 *       convolution do.
 *   <li>B is a panel as {@link Packing} writes it: {@code depth} rows of {@code vectors · LANES} floats, 64-byte aligned, so that
 *       no load crosses a cache line.
 *   <li>{@code init} is what the sums start from, read like a C tile: C itself to accumulate, a row of bias with stride 0, or
 *       {@link Packing#ZEROS} with stride 0 to overwrite. C and init overlap nothing but each other, and that only as the same tile.
 * </ul>
 *
 * <p>Rows beyond the last are the last row again: they compute and store the same values, so a ragged tile needs neither a scratch
 * tile nor masks. Ragged columns do ({@link #edge}), since a panel is padded but C is not.
 *
 * <p>The tile is sized by the vector registers: where there are 32, 8 × 2 vectors take 16 accumulators, 2 panel vectors and a
 * broadcast; where there are 16, 6 × 2 take 15. A wider tile would need fewer loads, but C2 gives up inlining vector operations in a
 * method that has many more of them, and those left out box their vectors. For the same reason the tiles call the Vector API
 * directly, never through a helper: what the API itself forces inline is not cut off.
 *
 * <p>All addresses are absolute, strides are in bytes.
 */
public final class MicroKernel {
    /** Rows of a tile. */
    public static final int MR = Simd.REGISTERS >= 32 ? 8 : 6;
    /** Vectors of a full panel. */
    public static final int PANEL_VECTORS = 2;
    /** Columns of a full panel. */
    public static final int NR = PANEL_VECTORS * Simd.LANES;
    /** Bytes of the scratch tile of {@link #edge}. */
    public static final long SCRATCH_BYTES = (long) MR * NR * Float.BYTES;

    private MicroKernel() {}

    /**
     * One tile, its A rows at a constant stride.
     *
     * @param rows 1 … {@link #MR}
     * @param vectors width of the panel and of the tile in vectors, 1 or 2
     * @param depth length of the sums, ≥ 0
     * @param a first element of A's first row
     * @param aStride bytes from a row of A to the next
     * @param b the panel
     * @param init where the sums start, rows {@code initStride} bytes apart
     * @param c where the tile is written, rows {@code cStride} bytes apart
     */
    public static void run(int rows, int vectors, int depth, long a, long aStride, long b, long init, long initStride, long c,
            long cStride) {
        int last = rows - 1;
        tile(vectors, depth, a, a + Math.min(1, last) * aStride, a + Math.min(2, last) * aStride, a + Math.min(3, last) * aStride,
                a + Math.min(4, last) * aStride, a + Math.min(5, last) * aStride, a + Math.min(6, last) * aStride,
                a + Math.min(7, last) * aStride, b, init, initStride, c, cStride, last);
    }

    /**
     * One tile, its A rows anywhere.
     *
     * @param rowAddresses where {@code rows} 64-bit addresses lie, of the first element of each row of A
     */
    public static void gathered(int rows, int vectors, int depth, long rowAddresses, long b, long init, long initStride, long c,
            long cStride) {
        int last = rows - 1;
        tile(vectors, depth, row(rowAddresses, 0), row(rowAddresses, Math.min(1, last)), row(rowAddresses, Math.min(2, last)),
                row(rowAddresses, Math.min(3, last)), row(rowAddresses, Math.min(4, last)), row(rowAddresses, Math.min(5, last)),
                row(rowAddresses, Math.min(6, last)), row(rowAddresses, Math.min(7, last)), b, init, initStride, c, cStride, last);
    }

    private static long row(long rowAddresses, int index) {
        return MEMORY.get(ValueLayout.JAVA_LONG_UNALIGNED, rowAddresses + 8L * index);
    }

    /**
     * One tile of fewer columns than the panel: computed in a scratch tile, of which {@code columns} are copied to C. Elsewhere as
     * {@link #run}.
     *
     * @param columns columns of C, 1 … {@code vectors · LANES}
     * @param scratch {@link #SCRATCH_BYTES} of memory of the calling thread
     */
    public static void edge(int rows, int vectors, int columns, int depth, long a, long aStride, long b, long init, long initStride,
            long c, long cStride, long scratch) {
        long stride = (long) vectors * VECTOR_BYTES;
        for (int r = 0; r < rows; r++) {
            Packing.copy(init + r * initStride, scratch + r * stride, columns);
        }
        run(rows, vectors, depth, a, aStride, b, scratch, stride, scratch, stride);
        for (int r = 0; r < rows; r++) {
            Packing.copy(scratch + r * stride, c + r * cStride, columns);
        }
    }

    private static void tile(int vectors, int depth, long a0, long a1, long a2, long a3, long a4, long a5, long a6, long a7, long b,
            long init, long initStride, long c, long cStride, int last) {
        if (MR == 8) {
            if (vectors == 2) {
                tile8x2(depth, a0, a1, a2, a3, a4, a5, a6, a7, b, init, initStride, c, cStride, last);
            } else {
                tile8x1(depth, a0, a1, a2, a3, a4, a5, a6, a7, b, init, initStride, c, cStride, last);
            }
        } else if (vectors == 2) {
            tile6x2(depth, a0, a1, a2, a3, a4, a5, b, init, initStride, c, cStride, last);
        } else {
            tile6x1(depth, a0, a1, a2, a3, a4, a5, b, init, initStride, c, cStride, last);
        }
    }

    private static void tile8x2(int depth, long a0, long a1, long a2, long a3, long a4, long a5, long a6, long a7,
            long b, long init, long initStride, long c, long cStride, int last) {
        FloatVector c00 = FloatVector.fromMemorySegment(SPECIES, MEMORY, init, ORDER);
        FloatVector c01 = FloatVector.fromMemorySegment(SPECIES, MEMORY, init + VECTOR_BYTES, ORDER);
        long i1 = init + Math.min(1, last) * initStride;
        FloatVector c10 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i1, ORDER);
        FloatVector c11 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i1 + VECTOR_BYTES, ORDER);
        long i2 = init + Math.min(2, last) * initStride;
        FloatVector c20 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i2, ORDER);
        FloatVector c21 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i2 + VECTOR_BYTES, ORDER);
        long i3 = init + Math.min(3, last) * initStride;
        FloatVector c30 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i3, ORDER);
        FloatVector c31 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i3 + VECTOR_BYTES, ORDER);
        long i4 = init + Math.min(4, last) * initStride;
        FloatVector c40 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i4, ORDER);
        FloatVector c41 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i4 + VECTOR_BYTES, ORDER);
        long i5 = init + Math.min(5, last) * initStride;
        FloatVector c50 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i5, ORDER);
        FloatVector c51 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i5 + VECTOR_BYTES, ORDER);
        long i6 = init + Math.min(6, last) * initStride;
        FloatVector c60 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i6, ORDER);
        FloatVector c61 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i6 + VECTOR_BYTES, ORDER);
        long i7 = init + Math.min(7, last) * initStride;
        FloatVector c70 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i7, ORDER);
        FloatVector c71 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i7 + VECTOR_BYTES, ORDER);
        for (int p = 0; p < depth; p++) {
            long at = 4L * p;
            long row = b + 2L * VECTOR_BYTES * p;
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, row, ORDER);
            FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, row + VECTOR_BYTES, ORDER);
            FloatVector x0 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a0 + at));
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a1 + at));
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            FloatVector x2 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a2 + at));
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            FloatVector x3 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a3 + at));
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            FloatVector x4 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a4 + at));
            c40 = x4.fma(b0, c40);
            c41 = x4.fma(b1, c41);
            FloatVector x5 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a5 + at));
            c50 = x5.fma(b0, c50);
            c51 = x5.fma(b1, c51);
            FloatVector x6 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a6 + at));
            c60 = x6.fma(b0, c60);
            c61 = x6.fma(b1, c61);
            FloatVector x7 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a7 + at));
            c70 = x7.fma(b0, c70);
            c71 = x7.fma(b1, c71);
        }
        c00.intoMemorySegment(MEMORY, c, ORDER);
        c01.intoMemorySegment(MEMORY, c + VECTOR_BYTES, ORDER);
        long o1 = c + Math.min(1, last) * cStride;
        c10.intoMemorySegment(MEMORY, o1, ORDER);
        c11.intoMemorySegment(MEMORY, o1 + VECTOR_BYTES, ORDER);
        long o2 = c + Math.min(2, last) * cStride;
        c20.intoMemorySegment(MEMORY, o2, ORDER);
        c21.intoMemorySegment(MEMORY, o2 + VECTOR_BYTES, ORDER);
        long o3 = c + Math.min(3, last) * cStride;
        c30.intoMemorySegment(MEMORY, o3, ORDER);
        c31.intoMemorySegment(MEMORY, o3 + VECTOR_BYTES, ORDER);
        long o4 = c + Math.min(4, last) * cStride;
        c40.intoMemorySegment(MEMORY, o4, ORDER);
        c41.intoMemorySegment(MEMORY, o4 + VECTOR_BYTES, ORDER);
        long o5 = c + Math.min(5, last) * cStride;
        c50.intoMemorySegment(MEMORY, o5, ORDER);
        c51.intoMemorySegment(MEMORY, o5 + VECTOR_BYTES, ORDER);
        long o6 = c + Math.min(6, last) * cStride;
        c60.intoMemorySegment(MEMORY, o6, ORDER);
        c61.intoMemorySegment(MEMORY, o6 + VECTOR_BYTES, ORDER);
        long o7 = c + Math.min(7, last) * cStride;
        c70.intoMemorySegment(MEMORY, o7, ORDER);
        c71.intoMemorySegment(MEMORY, o7 + VECTOR_BYTES, ORDER);
    }

    private static void tile8x1(int depth, long a0, long a1, long a2, long a3, long a4, long a5, long a6, long a7,
            long b, long init, long initStride, long c, long cStride, int last) {
        FloatVector c00 = FloatVector.fromMemorySegment(SPECIES, MEMORY, init, ORDER);
        long i1 = init + Math.min(1, last) * initStride;
        FloatVector c10 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i1, ORDER);
        long i2 = init + Math.min(2, last) * initStride;
        FloatVector c20 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i2, ORDER);
        long i3 = init + Math.min(3, last) * initStride;
        FloatVector c30 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i3, ORDER);
        long i4 = init + Math.min(4, last) * initStride;
        FloatVector c40 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i4, ORDER);
        long i5 = init + Math.min(5, last) * initStride;
        FloatVector c50 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i5, ORDER);
        long i6 = init + Math.min(6, last) * initStride;
        FloatVector c60 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i6, ORDER);
        long i7 = init + Math.min(7, last) * initStride;
        FloatVector c70 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i7, ORDER);
        for (int p = 0; p < depth; p++) {
            long at = 4L * p;
            long row = b + (long) VECTOR_BYTES * p;
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, row, ORDER);
            FloatVector x0 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a0 + at));
            c00 = x0.fma(b0, c00);
            FloatVector x1 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a1 + at));
            c10 = x1.fma(b0, c10);
            FloatVector x2 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a2 + at));
            c20 = x2.fma(b0, c20);
            FloatVector x3 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a3 + at));
            c30 = x3.fma(b0, c30);
            FloatVector x4 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a4 + at));
            c40 = x4.fma(b0, c40);
            FloatVector x5 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a5 + at));
            c50 = x5.fma(b0, c50);
            FloatVector x6 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a6 + at));
            c60 = x6.fma(b0, c60);
            FloatVector x7 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a7 + at));
            c70 = x7.fma(b0, c70);
        }
        c00.intoMemorySegment(MEMORY, c, ORDER);
        long o1 = c + Math.min(1, last) * cStride;
        c10.intoMemorySegment(MEMORY, o1, ORDER);
        long o2 = c + Math.min(2, last) * cStride;
        c20.intoMemorySegment(MEMORY, o2, ORDER);
        long o3 = c + Math.min(3, last) * cStride;
        c30.intoMemorySegment(MEMORY, o3, ORDER);
        long o4 = c + Math.min(4, last) * cStride;
        c40.intoMemorySegment(MEMORY, o4, ORDER);
        long o5 = c + Math.min(5, last) * cStride;
        c50.intoMemorySegment(MEMORY, o5, ORDER);
        long o6 = c + Math.min(6, last) * cStride;
        c60.intoMemorySegment(MEMORY, o6, ORDER);
        long o7 = c + Math.min(7, last) * cStride;
        c70.intoMemorySegment(MEMORY, o7, ORDER);
    }

    private static void tile6x2(int depth, long a0, long a1, long a2, long a3, long a4, long a5,
            long b, long init, long initStride, long c, long cStride, int last) {
        FloatVector c00 = FloatVector.fromMemorySegment(SPECIES, MEMORY, init, ORDER);
        FloatVector c01 = FloatVector.fromMemorySegment(SPECIES, MEMORY, init + VECTOR_BYTES, ORDER);
        long i1 = init + Math.min(1, last) * initStride;
        FloatVector c10 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i1, ORDER);
        FloatVector c11 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i1 + VECTOR_BYTES, ORDER);
        long i2 = init + Math.min(2, last) * initStride;
        FloatVector c20 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i2, ORDER);
        FloatVector c21 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i2 + VECTOR_BYTES, ORDER);
        long i3 = init + Math.min(3, last) * initStride;
        FloatVector c30 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i3, ORDER);
        FloatVector c31 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i3 + VECTOR_BYTES, ORDER);
        long i4 = init + Math.min(4, last) * initStride;
        FloatVector c40 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i4, ORDER);
        FloatVector c41 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i4 + VECTOR_BYTES, ORDER);
        long i5 = init + Math.min(5, last) * initStride;
        FloatVector c50 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i5, ORDER);
        FloatVector c51 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i5 + VECTOR_BYTES, ORDER);
        for (int p = 0; p < depth; p++) {
            long at = 4L * p;
            long row = b + 2L * VECTOR_BYTES * p;
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, row, ORDER);
            FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, row + VECTOR_BYTES, ORDER);
            FloatVector x0 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a0 + at));
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a1 + at));
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            FloatVector x2 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a2 + at));
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            FloatVector x3 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a3 + at));
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            FloatVector x4 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a4 + at));
            c40 = x4.fma(b0, c40);
            c41 = x4.fma(b1, c41);
            FloatVector x5 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a5 + at));
            c50 = x5.fma(b0, c50);
            c51 = x5.fma(b1, c51);
        }
        c00.intoMemorySegment(MEMORY, c, ORDER);
        c01.intoMemorySegment(MEMORY, c + VECTOR_BYTES, ORDER);
        long o1 = c + Math.min(1, last) * cStride;
        c10.intoMemorySegment(MEMORY, o1, ORDER);
        c11.intoMemorySegment(MEMORY, o1 + VECTOR_BYTES, ORDER);
        long o2 = c + Math.min(2, last) * cStride;
        c20.intoMemorySegment(MEMORY, o2, ORDER);
        c21.intoMemorySegment(MEMORY, o2 + VECTOR_BYTES, ORDER);
        long o3 = c + Math.min(3, last) * cStride;
        c30.intoMemorySegment(MEMORY, o3, ORDER);
        c31.intoMemorySegment(MEMORY, o3 + VECTOR_BYTES, ORDER);
        long o4 = c + Math.min(4, last) * cStride;
        c40.intoMemorySegment(MEMORY, o4, ORDER);
        c41.intoMemorySegment(MEMORY, o4 + VECTOR_BYTES, ORDER);
        long o5 = c + Math.min(5, last) * cStride;
        c50.intoMemorySegment(MEMORY, o5, ORDER);
        c51.intoMemorySegment(MEMORY, o5 + VECTOR_BYTES, ORDER);
    }

    private static void tile6x1(int depth, long a0, long a1, long a2, long a3, long a4, long a5,
            long b, long init, long initStride, long c, long cStride, int last) {
        FloatVector c00 = FloatVector.fromMemorySegment(SPECIES, MEMORY, init, ORDER);
        long i1 = init + Math.min(1, last) * initStride;
        FloatVector c10 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i1, ORDER);
        long i2 = init + Math.min(2, last) * initStride;
        FloatVector c20 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i2, ORDER);
        long i3 = init + Math.min(3, last) * initStride;
        FloatVector c30 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i3, ORDER);
        long i4 = init + Math.min(4, last) * initStride;
        FloatVector c40 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i4, ORDER);
        long i5 = init + Math.min(5, last) * initStride;
        FloatVector c50 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i5, ORDER);
        for (int p = 0; p < depth; p++) {
            long at = 4L * p;
            long row = b + (long) VECTOR_BYTES * p;
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, row, ORDER);
            FloatVector x0 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a0 + at));
            c00 = x0.fma(b0, c00);
            FloatVector x1 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a1 + at));
            c10 = x1.fma(b0, c10);
            FloatVector x2 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a2 + at));
            c20 = x2.fma(b0, c20);
            FloatVector x3 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a3 + at));
            c30 = x3.fma(b0, c30);
            FloatVector x4 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a4 + at));
            c40 = x4.fma(b0, c40);
            FloatVector x5 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a5 + at));
            c50 = x5.fma(b0, c50);
        }
        c00.intoMemorySegment(MEMORY, c, ORDER);
        long o1 = c + Math.min(1, last) * cStride;
        c10.intoMemorySegment(MEMORY, o1, ORDER);
        long o2 = c + Math.min(2, last) * cStride;
        c20.intoMemorySegment(MEMORY, o2, ORDER);
        long o3 = c + Math.min(3, last) * cStride;
        c30.intoMemorySegment(MEMORY, o3, ORDER);
        long o4 = c + Math.min(4, last) * cStride;
        c40.intoMemorySegment(MEMORY, o4, ORDER);
        long o5 = c + Math.min(5, last) * cStride;
        c50.intoMemorySegment(MEMORY, o5, ORDER);
    }
}
