package genops.kernels.vector;

/**
 * The inner part of every matrix multiplication: {@code C = init + A · B} on one register tile of at most {@link #MR} rows and
 * {@link #PANEL_VECTORS} vectors.
 *
 * <ul>
 *   <li>A is a tile as {@link Packing#row} writes it: rows of an array, a fixed {@link #PITCH} apart. With the pitch a constant and
 *       bounds that the compiler checks before the loop, one index register and a displacement address all rows. Rows at any stride
 *       cost two or three scalar instructions each, and on Intel these take turns with the multiplications on the two ports that
 *       have 512-bit units: two thirds of the peak rate instead of nine tenths.
 *   <li>B is a panel as {@link Packing} writes it: {@code depth} rows of {@code vectors · LANES} floats, 64-byte aligned, so that
 *       no load crosses a cache line.
 *   <li>{@code init} is what the sums start from, read like a C tile: C itself to accumulate, a row of bias with stride 0, or
 *       {@link Packing#ZEROS} with stride 0 to overwrite. C and init overlap nothing but each other, and that only as the same tile.
 * </ul>
 *
 * <p>A ragged tile needs neither a scratch tile nor masks: rows beyond the last are computed from whatever the array holds, stored to
 * the place of the last row, and the last row is stored after them. Ragged columns need a scratch tile ({@link #edge}), since a panel is
 * padded but C is not.
 *
 * <p>The tile is sized by the vector registers, {@link Tiles32} or {@link Tiles16}. C2 gives up inlining vector operations in a method
 * whose graph has grown beyond a limit, and those left out box their vectors. An element of an array adds few nodes to it, one of a
 * memory segment dozens: with A off-heap, 12 × 2 vectors are beyond the limit. For the same reason the tiles call the Vector API
 * directly, never through a helper: what the API itself forces inline is not cut off.
 *
 * <p>All addresses are absolute, strides are in bytes.
 */
public final class MicroKernel {
    /** Most rows of a tile. */
    public static final int MR = Simd.REGISTERS >= 32 ? 12 : 6;
    /** Rows of the lower of two tiles; of the only one where there are 16 registers. */
    private static final int LOW = Math.min(8, MR);
    /** Vectors of a full panel. */
    public static final int PANEL_VECTORS = 2;
    /** Columns of a full panel. */
    public static final int NR = PANEL_VECTORS * Simd.LANES;
    /** Most elements of a row of A: a tile's start and end are then small beside it, and the packed rows and panels of a task fit in caches. */
    public static final int MAX_DEPTH = 320;
    /**
     * Elements from a row of A to the next: room for what whole vectors write too much, and an odd number of cache lines, so that the
     * rows do not crowd into a few sets of the cache.
     */
    public static final int PITCH = MAX_DEPTH + 16;
    /** Bytes of the scratch tile of {@link #edge}. */
    public static final long SCRATCH_BYTES = (long) MR * NR * Float.BYTES;

    private MicroKernel() {}

    /**
     * Rows of the next tile where some are left: as many as a tile can have, but 13 … 16 rows are two tiles of 8 rather than one of 12
     * and another that is mostly empty.
     */
    public static int tileRows(int left) {
        return Math.min(left, left <= 2 * LOW && left > MR ? LOW : MR);
    }

    /**
     * One tile.
     *
     * @param rows 1 … {@link #MR}
     * @param vectors width of the panel and of the tile in vectors, 1 or 2
     * @param depth length of the sums, 0 … {@link #MAX_DEPTH}
     * @param a holds A; {@link #MR} rows from {@code from} on, though only {@code rows} need be set
     * @param from index in {@code a} of the first element of A's first row
     * @param b the panel
     * @param init where the sums start, rows {@code initStride} bytes apart
     * @param c where the tile is written, rows {@code cStride} bytes apart
     */
    public static void run(int rows, int vectors, int depth, float[] a, int from, long b, long init, long initStride, long c,
            long cStride) {
        int last = rows - 1;
        if (MR == 6) {
            if (vectors == 2) {
                Tiles16.tile6x2(depth, a, from, b, init, initStride, c, cStride, last);
            } else {
                Tiles16.tile6x1(depth, a, from, b, init, initStride, c, cStride, last);
            }
        } else if (vectors == 2) {
            if (rows > LOW) {
                Tiles32.tile12x2(depth, a, from, b, init, initStride, c, cStride, last);
            } else {
                Tiles32.tile8x2(depth, a, from, b, init, initStride, c, cStride, last);
            }
        } else if (rows > LOW) {
            Tiles32.tile12x1(depth, a, from, b, init, initStride, c, cStride, last);
        } else {
            Tiles32.tile8x1(depth, a, from, b, init, initStride, c, cStride, last);
        }
    }

    /**
     * One tile of fewer columns than the panel: computed in a scratch tile, of which {@code columns} are copied to C. Elsewhere as
     * {@link #run}.
     *
     * @param columns columns of C, 1 … {@code vectors · LANES}
     * @param scratch {@link #SCRATCH_BYTES} of memory of the calling thread
     */
    public static void edge(int rows, int vectors, int columns, int depth, float[] a, int from, long b, long init, long initStride,
            long c, long cStride, long scratch) {
        long stride = (long) vectors * Simd.VECTOR_BYTES;
        for (int r = 0; r < rows; r++) {
            Rows.copy(init + r * initStride, scratch + r * stride, columns);
        }
        run(rows, vectors, depth, a, from, b, scratch, stride, scratch, stride);
        for (int r = 0; r < rows; r++) {
            Rows.copy(scratch + r * stride, c + r * cStride, columns);
        }
    }
}
