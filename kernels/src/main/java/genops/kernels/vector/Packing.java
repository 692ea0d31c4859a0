package genops.kernels.vector;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.ORDER;
import static genops.kernels.vector.Simd.SPECIES;
import static genops.kernels.vector.Simd.VECTOR_BYTES;

import java.lang.foreign.Arena;
import jdk.incubator.vector.FloatVector;

/**
 * Packs the operands of a multiplication as {@link MicroKernel} reads them: A, the left one, row by row into an array
 * ({@link #row}), and B, the right one, into panels.
 *
 * <p>A packed block of {@code depth} rows and {@code columns} columns is a sequence of panels side by side. A panel is
 * {@link MicroKernel#PANEL_VECTORS} vectors wide, the last one perhaps fewer, and lies contiguously, row by row; columns beyond the
 * matrix are zero. The panel that starts at vector v lies {@code v · depth · VECTOR_BYTES} bytes into the block.
 *
 * <p>All addresses are absolute, strides are in bytes.
 */
public final class Packing {
    /** Address of {@link UnpackedTile#COLUMNS} zeros: what a sum starts from that starts from nothing. */
    public static final long ZEROS = Arena.global().allocate((long) UnpackedTile.COLUMNS * Float.BYTES, 64).address();

    private Packing() {}

    /** Vectors that cover a number of columns. */
    public static int vectors(int columns) {
        return (columns + LANES - 1) / LANES;
    }

    /** Bytes of a packed block. */
    public static long bytes(int depth, int columns) {
        return (long) depth * vectors(columns) * VECTOR_BYTES;
    }

    /** Width in vectors of the panel that starts where {@code remaining} vectors of a block are left: all are full but the last. */
    public static int panelVectors(int remaining) {
        return Math.min(remaining, MicroKernel.PANEL_VECTORS);
    }

    /**
     * Packs a matrix that lies row by row, {@code (depth, columns)}: B as it is.
     *
     * @param from its first element
     * @param rowStride bytes from a row to the next
     * @param to {@link #bytes} of memory, 64-byte aligned
     */
    public static void pack(int depth, int columns, long from, long rowStride, long to) {
        int all = vectors(columns);
        for (int v = 0; v < all; ) {
            int width = panelVectors(all - v);
            int first = v * LANES;
            packPanel(depth, Math.min(width * LANES, columns - first), width, from + 4L * first, rowStride, to);
            to += (long) depth * width * VECTOR_BYTES;
            v += width;
        }
    }

    private static void packPanel(int depth, int columns, int width, long from, long rowStride, long to) {
        if (columns == MicroKernel.NR) {
            packFullPanel(depth, from, rowStride, to);
            return;
        }
        int padding = width * LANES - columns;
        for (int p = 0; p < depth; p++) {
            Rows.copy(from, to, columns);
            if (padding > 0) {
                Rows.zero(to + 4L * columns, padding);
            }
            from += rowStride;
            to += (long) width * VECTOR_BYTES;
        }
    }

    /** {@link MicroKernel#PANEL_VECTORS} vectors of each row, in one loop over the rows. */
    private static void packFullPanel(int depth, long from, long rowStride, long to) {
        for (int p = 0; p < depth; p++) {
            long row = from + p * rowStride;
            long packed = to + 2L * p * VECTOR_BYTES;
            FloatVector.fromMemorySegment(SPECIES, MEMORY, row, ORDER).intoMemorySegment(MEMORY, packed, ORDER);
            FloatVector.fromMemorySegment(SPECIES, MEMORY, row + VECTOR_BYTES, ORDER)
                    .intoMemorySegment(MEMORY, packed + VECTOR_BYTES, ORDER);
        }
    }

    /**
     * Packs the transpose of a matrix that lies row by row, {@code (columns, depth)}: a weight {@code (outFeatures, inFeatures)}, or
     * the keys of one attention head.
     *
     * @param from its first element
     * @param rowStride bytes from a row (a column of B) to the next
     * @param to {@link #bytes} of memory, 64-byte aligned
     */
    public static void packTransposed(int depth, int columns, long from, long rowStride, long to) {
        int all = vectors(columns);
        for (int v = 0; v < all; ) {
            int width = panelVectors(all - v);
            for (int w = 0; w < width; w++) {
                int first = (v + w) * LANES;
                transposeVectors(depth, Math.min(LANES, columns - first), from + first * rowStride, rowStride, to + (long) w * VECTOR_BYTES,
                        (long) width * VECTOR_BYTES);
            }
            to += (long) depth * width * VECTOR_BYTES;
            v += width;
        }
    }

    /** One vector column of a panel: {@code columns} rows of the matrix become its lanes. */
    private static void transposeVectors(int depth, int columns, long from, long rowStride, long to, long panelStride) {
        int wholeDepth = Transpose.AVAILABLE ? depth - depth % Transpose.SIDE : 0;
        int wholeColumns = Transpose.AVAILABLE ? columns - columns % Transpose.SIDE : 0;
        for (int p = 0; p < wholeDepth; p += Transpose.SIDE) {
            for (int c = 0; c < wholeColumns; c += Transpose.SIDE) {
                Transpose.block(from + c * rowStride + 4L * p, rowStride, to + p * panelStride + 4L * c, panelStride);
            }
        }
        transposeElements(wholeDepth, depth, 0, wholeColumns, from, rowStride, to, panelStride);
        transposeElements(0, depth, wholeColumns, columns, from, rowStride, to, panelStride);
        if (columns < LANES) {
            for (int p = 0; p < depth; p++) {
                Rows.zero(to + 4L * columns + p * panelStride, LANES - columns);
            }
        }
    }

    private static void transposeElements(int fromDepth, int toDepth, int fromColumn, int toColumn, long from, long rowStride, long to,
            long panelStride) {
        for (int c = fromColumn; c < toColumn; c++) {
            long row = from + c * rowStride;
            long lane = to + 4L * c;
            for (int p = fromDepth; p < toDepth; p++) {
                MEMORY.set(FLOAT, lane + p * panelStride, MEMORY.get(FLOAT, row + 4L * p));
            }
        }
    }

    /**
     * Writes a row of A, or a piece of it. Whole vectors are read and written: up to a vector less one element beyond the piece is
     * overwritten, so the pieces of a row are written in their order.
     *
     * @param from its first element
     * @param end where readable memory ends
     * @param count elements
     * @param to holds A
     * @param at index of the first element in it
     */
    public static void row(long from, long end, int count, float[] to, int at) {
        int i = 0;
        for (; i < count && from + 4L * i <= end - VECTOR_BYTES; i += LANES) {
            FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 4L * i, ORDER).intoArray(to, at + i);
        }
        for (; i < count; i++) {
            to[at + i] = MEMORY.get(FLOAT, from + 4L * i);
        }
    }

    /** Writes zeros into a row of A, as {@link #row} does elements. */
    static void zeroRow(int count, float[] to, int at) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector.zero(SPECIES).intoArray(to, at + i);
        }
    }
}
