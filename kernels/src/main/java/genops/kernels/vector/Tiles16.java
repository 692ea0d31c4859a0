package genops.kernels.vector;

import static genops.kernels.vector.MicroKernel.PITCH;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.ORDER;
import static genops.kernels.vector.Simd.SPECIES;
import static genops.kernels.vector.Simd.VECTOR_BYTES;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;

/**
 * The register tiles of {@link MicroKernel} where there are 16 vector registers: 6 × 2 vectors take 12 accumulators, 2 vectors of the
 * panel and a broadcast. Parameters as there; {@code last} is the last row that exists.
 *
 * <p>A fence stands before the broadcast of every row but the first. C2 fetches what it can as early as it can: all six broadcasts before
 * the first multiplication, with registers for one. Of the accumulators some then live on the stack, and a sum that goes through memory
 * takes 12 cycles a step instead of 4: 41 % of the peak rate on Zen 3, with the fences 95 %. No load passes an acquire fence, which on x86,
 * the only place with 16 vector registers, is no instruction. Two steps of the sums are one of the loop, whose own instructions would
 * otherwise be a third of all.
 */
final class Tiles16 {

    private Tiles16() {}

    static void tile6x2(int depth, float[] a, int from, long b, long init, long initStride, long c, long cStride, int last) {
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
        long start = b - 2L * VECTOR_BYTES * from;
        int end = from + depth;
        int p = from;
        for (; p < end - 1; p += 2) {
            long row = start + 2L * VECTOR_BYTES * p;
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, row, ORDER);
            FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, row + VECTOR_BYTES, ORDER);
            FloatVector x = FloatVector.broadcast(SPECIES, a[p]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + PITCH]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 2 * PITCH]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 3 * PITCH]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 4 * PITCH]);
            c40 = x.fma(b0, c40);
            c41 = x.fma(b1, c41);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 5 * PITCH]);
            c50 = x.fma(b0, c50);
            c51 = x.fma(b1, c51);
            b0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, row + 2L * VECTOR_BYTES, ORDER);
            b1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, row + 3L * VECTOR_BYTES, ORDER);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 1]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + PITCH + 1]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 2 * PITCH + 1]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 3 * PITCH + 1]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 4 * PITCH + 1]);
            c40 = x.fma(b0, c40);
            c41 = x.fma(b1, c41);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 5 * PITCH + 1]);
            c50 = x.fma(b0, c50);
            c51 = x.fma(b1, c51);
        }
        if (p < end) {
            long row = start + 2L * VECTOR_BYTES * p;
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, row, ORDER);
            FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, row + VECTOR_BYTES, ORDER);
            FloatVector x = FloatVector.broadcast(SPECIES, a[p]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + PITCH]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 2 * PITCH]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 3 * PITCH]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 4 * PITCH]);
            c40 = x.fma(b0, c40);
            c41 = x.fma(b1, c41);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 5 * PITCH]);
            c50 = x.fma(b0, c50);
            c51 = x.fma(b1, c51);
        }
        long o5 = c + Math.min(5, last) * cStride;
        c50.intoMemorySegment(MEMORY, o5, ORDER);
        c51.intoMemorySegment(MEMORY, o5 + VECTOR_BYTES, ORDER);
        long o4 = c + Math.min(4, last) * cStride;
        c40.intoMemorySegment(MEMORY, o4, ORDER);
        c41.intoMemorySegment(MEMORY, o4 + VECTOR_BYTES, ORDER);
        long o3 = c + Math.min(3, last) * cStride;
        c30.intoMemorySegment(MEMORY, o3, ORDER);
        c31.intoMemorySegment(MEMORY, o3 + VECTOR_BYTES, ORDER);
        long o2 = c + Math.min(2, last) * cStride;
        c20.intoMemorySegment(MEMORY, o2, ORDER);
        c21.intoMemorySegment(MEMORY, o2 + VECTOR_BYTES, ORDER);
        long o1 = c + Math.min(1, last) * cStride;
        c10.intoMemorySegment(MEMORY, o1, ORDER);
        c11.intoMemorySegment(MEMORY, o1 + VECTOR_BYTES, ORDER);
        c00.intoMemorySegment(MEMORY, c, ORDER);
        c01.intoMemorySegment(MEMORY, c + VECTOR_BYTES, ORDER);
    }

    static void tile6x1(int depth, float[] a, int from, long b, long init, long initStride, long c, long cStride, int last) {
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
        long start = b - (long) VECTOR_BYTES * from;
        int end = from + depth;
        int p = from;
        for (; p < end - 1; p += 2) {
            long row = start + (long) VECTOR_BYTES * p;
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, row, ORDER);
            FloatVector x = FloatVector.broadcast(SPECIES, a[p]);
            c00 = x.fma(b0, c00);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + PITCH]);
            c10 = x.fma(b0, c10);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 2 * PITCH]);
            c20 = x.fma(b0, c20);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 3 * PITCH]);
            c30 = x.fma(b0, c30);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 4 * PITCH]);
            c40 = x.fma(b0, c40);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 5 * PITCH]);
            c50 = x.fma(b0, c50);
            b0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, row + VECTOR_BYTES, ORDER);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 1]);
            c00 = x.fma(b0, c00);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + PITCH + 1]);
            c10 = x.fma(b0, c10);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 2 * PITCH + 1]);
            c20 = x.fma(b0, c20);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 3 * PITCH + 1]);
            c30 = x.fma(b0, c30);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 4 * PITCH + 1]);
            c40 = x.fma(b0, c40);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 5 * PITCH + 1]);
            c50 = x.fma(b0, c50);
        }
        if (p < end) {
            long row = start + (long) VECTOR_BYTES * p;
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, row, ORDER);
            FloatVector x = FloatVector.broadcast(SPECIES, a[p]);
            c00 = x.fma(b0, c00);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + PITCH]);
            c10 = x.fma(b0, c10);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 2 * PITCH]);
            c20 = x.fma(b0, c20);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 3 * PITCH]);
            c30 = x.fma(b0, c30);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 4 * PITCH]);
            c40 = x.fma(b0, c40);
            VarHandle.acquireFence();
            x = FloatVector.broadcast(SPECIES, a[p + 5 * PITCH]);
            c50 = x.fma(b0, c50);
        }
        long o5 = c + Math.min(5, last) * cStride;
        c50.intoMemorySegment(MEMORY, o5, ORDER);
        long o4 = c + Math.min(4, last) * cStride;
        c40.intoMemorySegment(MEMORY, o4, ORDER);
        long o3 = c + Math.min(3, last) * cStride;
        c30.intoMemorySegment(MEMORY, o3, ORDER);
        long o2 = c + Math.min(2, last) * cStride;
        c20.intoMemorySegment(MEMORY, o2, ORDER);
        long o1 = c + Math.min(1, last) * cStride;
        c10.intoMemorySegment(MEMORY, o1, ORDER);
        c00.intoMemorySegment(MEMORY, c, ORDER);
    }
}
