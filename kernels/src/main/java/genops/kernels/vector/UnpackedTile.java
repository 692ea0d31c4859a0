package genops.kernels.vector;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.ORDER;
import static genops.kernels.vector.Simd.SPECIES;
import static genops.kernels.vector.Simd.VECTOR_BYTES;

import jdk.incubator.vector.FloatVector;

/**
 * A register tile of 6 × 4 vectors whose A is read where the matrix lies, not from a packed tile; for 32 vector registers. Addresses of
 * twelve rows would be more than there are general registers, and each would come from memory at every step.
 */
final class UnpackedTile {
    /** Rows of the tile. */
    static final int ROWS = 6;
    /** Panels of {@link Packing} beside one another. */
    static final int PANELS = 2;
    /** Columns of the tile. */
    static final int COLUMNS = PANELS * MicroKernel.NR;

    private UnpackedTile() {}

    /**
     * One tile of {@link #ROWS} rows and {@link #COLUMNS} columns; what is not said here is as in {@link MicroKernel#run}.
     *
     * @param depth length of the sums, any
     * @param a the first element of A's first row, rows {@code aStride} bytes apart
     * @param b the first of two full panels that follow one another
     */
    static void run(int depth, long a, long aStride, long b, long init, long initStride, long c, long cStride) {
        long next = b + 2L * VECTOR_BYTES * depth;
        FloatVector c00 = FloatVector.fromMemorySegment(SPECIES, MEMORY, init, ORDER);
        FloatVector c01 = FloatVector.fromMemorySegment(SPECIES, MEMORY, init + VECTOR_BYTES, ORDER);
        FloatVector c02 = FloatVector.fromMemorySegment(SPECIES, MEMORY, init + 2 * VECTOR_BYTES, ORDER);
        FloatVector c03 = FloatVector.fromMemorySegment(SPECIES, MEMORY, init + 3 * VECTOR_BYTES, ORDER);
        long a1 = a + aStride;
        long i1 = init + initStride;
        FloatVector c10 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i1, ORDER);
        FloatVector c11 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i1 + VECTOR_BYTES, ORDER);
        FloatVector c12 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i1 + 2 * VECTOR_BYTES, ORDER);
        FloatVector c13 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i1 + 3 * VECTOR_BYTES, ORDER);
        long a2 = a + 2 * aStride;
        long i2 = init + 2 * initStride;
        FloatVector c20 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i2, ORDER);
        FloatVector c21 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i2 + VECTOR_BYTES, ORDER);
        FloatVector c22 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i2 + 2 * VECTOR_BYTES, ORDER);
        FloatVector c23 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i2 + 3 * VECTOR_BYTES, ORDER);
        long a3 = a + 3 * aStride;
        long i3 = init + 3 * initStride;
        FloatVector c30 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i3, ORDER);
        FloatVector c31 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i3 + VECTOR_BYTES, ORDER);
        FloatVector c32 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i3 + 2 * VECTOR_BYTES, ORDER);
        FloatVector c33 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i3 + 3 * VECTOR_BYTES, ORDER);
        long a4 = a + 4 * aStride;
        long i4 = init + 4 * initStride;
        FloatVector c40 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i4, ORDER);
        FloatVector c41 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i4 + VECTOR_BYTES, ORDER);
        FloatVector c42 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i4 + 2 * VECTOR_BYTES, ORDER);
        FloatVector c43 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i4 + 3 * VECTOR_BYTES, ORDER);
        long a5 = a + 5 * aStride;
        long i5 = init + 5 * initStride;
        FloatVector c50 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i5, ORDER);
        FloatVector c51 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i5 + VECTOR_BYTES, ORDER);
        FloatVector c52 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i5 + 2 * VECTOR_BYTES, ORDER);
        FloatVector c53 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i5 + 3 * VECTOR_BYTES, ORDER);
        for (int p = 0; p < depth; p++) {
            long at = 2L * VECTOR_BYTES * p;
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, b + at, ORDER);
            FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, b + at + VECTOR_BYTES, ORDER);
            FloatVector b2 = FloatVector.fromMemorySegment(SPECIES, MEMORY, next + at, ORDER);
            FloatVector b3 = FloatVector.fromMemorySegment(SPECIES, MEMORY, next + at + VECTOR_BYTES, ORDER);
            FloatVector x0 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 4L * p));
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            c03 = x0.fma(b3, c03);
            FloatVector x1 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a1 + 4L * p));
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            c12 = x1.fma(b2, c12);
            c13 = x1.fma(b3, c13);
            FloatVector x2 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a2 + 4L * p));
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            c22 = x2.fma(b2, c22);
            c23 = x2.fma(b3, c23);
            FloatVector x3 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a3 + 4L * p));
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            c32 = x3.fma(b2, c32);
            c33 = x3.fma(b3, c33);
            FloatVector x4 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a4 + 4L * p));
            c40 = x4.fma(b0, c40);
            c41 = x4.fma(b1, c41);
            c42 = x4.fma(b2, c42);
            c43 = x4.fma(b3, c43);
            FloatVector x5 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a5 + 4L * p));
            c50 = x5.fma(b0, c50);
            c51 = x5.fma(b1, c51);
            c52 = x5.fma(b2, c52);
            c53 = x5.fma(b3, c53);
        }
        c00.intoMemorySegment(MEMORY, c, ORDER);
        c01.intoMemorySegment(MEMORY, c + VECTOR_BYTES, ORDER);
        c02.intoMemorySegment(MEMORY, c + 2 * VECTOR_BYTES, ORDER);
        c03.intoMemorySegment(MEMORY, c + 3 * VECTOR_BYTES, ORDER);
        long o1 = c + cStride;
        c10.intoMemorySegment(MEMORY, o1, ORDER);
        c11.intoMemorySegment(MEMORY, o1 + VECTOR_BYTES, ORDER);
        c12.intoMemorySegment(MEMORY, o1 + 2 * VECTOR_BYTES, ORDER);
        c13.intoMemorySegment(MEMORY, o1 + 3 * VECTOR_BYTES, ORDER);
        long o2 = c + 2 * cStride;
        c20.intoMemorySegment(MEMORY, o2, ORDER);
        c21.intoMemorySegment(MEMORY, o2 + VECTOR_BYTES, ORDER);
        c22.intoMemorySegment(MEMORY, o2 + 2 * VECTOR_BYTES, ORDER);
        c23.intoMemorySegment(MEMORY, o2 + 3 * VECTOR_BYTES, ORDER);
        long o3 = c + 3 * cStride;
        c30.intoMemorySegment(MEMORY, o3, ORDER);
        c31.intoMemorySegment(MEMORY, o3 + VECTOR_BYTES, ORDER);
        c32.intoMemorySegment(MEMORY, o3 + 2 * VECTOR_BYTES, ORDER);
        c33.intoMemorySegment(MEMORY, o3 + 3 * VECTOR_BYTES, ORDER);
        long o4 = c + 4 * cStride;
        c40.intoMemorySegment(MEMORY, o4, ORDER);
        c41.intoMemorySegment(MEMORY, o4 + VECTOR_BYTES, ORDER);
        c42.intoMemorySegment(MEMORY, o4 + 2 * VECTOR_BYTES, ORDER);
        c43.intoMemorySegment(MEMORY, o4 + 3 * VECTOR_BYTES, ORDER);
        long o5 = c + 5 * cStride;
        c50.intoMemorySegment(MEMORY, o5, ORDER);
        c51.intoMemorySegment(MEMORY, o5 + VECTOR_BYTES, ORDER);
        c52.intoMemorySegment(MEMORY, o5 + 2 * VECTOR_BYTES, ORDER);
        c53.intoMemorySegment(MEMORY, o5 + 3 * VECTOR_BYTES, ORDER);
    }
}
