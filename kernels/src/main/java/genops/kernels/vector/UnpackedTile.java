package genops.kernels.vector;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.ORDER;
import static genops.kernels.vector.Simd.SPECIES;
import static genops.kernels.vector.Simd.VECTOR_BYTES;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;

/**
 * A register tile of 6 × 2 vectors whose A is read where the matrix lies, not from a packed tile: slower than those where A is near, but
 * a row that is far away is fetched line by line behind the multiplications, whereas packing it would wait for all of it. The first panel
 * of each tile is multiplied by it. Six rows, since twelve of off-heap memory are more than C2 inlines ({@link MicroKernel}).
 *
 * <p>The fences keep broadcasts where they stand, as in {@link Tiles16}.
 */
final class UnpackedTile {
    /** Rows of the tile. */
    static final int ROWS = 6;

    private UnpackedTile() {}

    /**
     * One tile of {@link #ROWS} rows and a full panel; addresses and strides as in {@link MicroKernel#run}.
     *
     * @param depth length of the sums
     * @param a the first element of A's first row, rows {@code aStride} bytes apart
     */
    static void run(int depth, long a, long aStride, long b, long init, long initStride, long c, long cStride) {
        FloatVector c00 = FloatVector.fromMemorySegment(SPECIES, MEMORY, init, ORDER);
        FloatVector c01 = FloatVector.fromMemorySegment(SPECIES, MEMORY, init + VECTOR_BYTES, ORDER);
        long i1 = init + initStride;
        FloatVector c10 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i1, ORDER);
        FloatVector c11 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i1 + VECTOR_BYTES, ORDER);
        long a1 = a + aStride;
        long i2 = init + 2 * initStride;
        FloatVector c20 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i2, ORDER);
        FloatVector c21 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i2 + VECTOR_BYTES, ORDER);
        long a2 = a + 2 * aStride;
        long i3 = init + 3 * initStride;
        FloatVector c30 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i3, ORDER);
        FloatVector c31 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i3 + VECTOR_BYTES, ORDER);
        long a3 = a + 3 * aStride;
        long i4 = init + 4 * initStride;
        FloatVector c40 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i4, ORDER);
        FloatVector c41 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i4 + VECTOR_BYTES, ORDER);
        long a4 = a + 4 * aStride;
        long i5 = init + 5 * initStride;
        FloatVector c50 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i5, ORDER);
        FloatVector c51 = FloatVector.fromMemorySegment(SPECIES, MEMORY, i5 + VECTOR_BYTES, ORDER);
        long a5 = a + 5 * aStride;
        for (int p = 0; p < depth; p++) {
            long row = b + 2L * VECTOR_BYTES * p;
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, row, ORDER);
            FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, row + VECTOR_BYTES, ORDER);
            FloatVector x = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a + 4L * p));
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a1 + 4L * p));
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a2 + 4L * p));
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a3 + 4L * p));
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a4 + 4L * p));
            c40 = x.fma(b0, c40);
            c41 = x.fma(b1, c41);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, a5 + 4L * p));
            c50 = x.fma(b0, c50);
            c51 = x.fma(b1, c51);
        }
        c00.intoMemorySegment(MEMORY, c, ORDER);
        c01.intoMemorySegment(MEMORY, c + VECTOR_BYTES, ORDER);
        long o1 = c + cStride;
        c10.intoMemorySegment(MEMORY, o1, ORDER);
        c11.intoMemorySegment(MEMORY, o1 + VECTOR_BYTES, ORDER);
        long o2 = c + 2 * cStride;
        c20.intoMemorySegment(MEMORY, o2, ORDER);
        c21.intoMemorySegment(MEMORY, o2 + VECTOR_BYTES, ORDER);
        long o3 = c + 3 * cStride;
        c30.intoMemorySegment(MEMORY, o3, ORDER);
        c31.intoMemorySegment(MEMORY, o3 + VECTOR_BYTES, ORDER);
        long o4 = c + 4 * cStride;
        c40.intoMemorySegment(MEMORY, o4, ORDER);
        c41.intoMemorySegment(MEMORY, o4 + VECTOR_BYTES, ORDER);
        long o5 = c + 5 * cStride;
        c50.intoMemorySegment(MEMORY, o5, ORDER);
        c51.intoMemorySegment(MEMORY, o5 + VECTOR_BYTES, ORDER);
    }
}
