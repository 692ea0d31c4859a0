package genops.kernels.vector;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.MEMORY;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Rows of floats, copied, zeroed and fetched: what all kernels that only move data are made of. Addresses are absolute. */
public final class Rows {
    private static final int LINE_FLOATS = 16;

    private Rows() {}

    /**
     * Copies {@code count} floats between addresses that do not overlap. Not by the Vector API: between load and store, with no operation
     * between them, the compiler sometimes leaves the vector an object.
     */
    public static void copy(long from, long to, int count) {
        MemorySegment.copy(MEMORY, from, MEMORY, to, (long) count * Float.BYTES);
    }

    /** Zeroes {@code count} floats. */
    public static void zero(long to, int count) {
        for (int i = 0; i < count; i++) {
            MEMORY.set(FLOAT, to + 4L * i, 0);
        }
    }

    /**
     * Reads one number of each cache line of some rows, so that they are on their way to the cache all at once. Rows of a few lines that
     * lie a page apart, as those of a head do, come one after the other from memory when they are read as they are used: no prefetcher of the
     * CPU follows from page to page, and Java has no instruction for it.
     *
     * @param stride bytes from a row to the next
     * @param count floats of a row
     * @param to 4 bytes that become what was read, so that it is read at all
     */
    static void fetch(int rows, long from, long stride, int count, long to) {
        int all = 0;
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < count; i += LINE_FLOATS) {
                all |= MEMORY.get(ValueLayout.JAVA_INT_UNALIGNED, from + r * stride + 4L * i);
            }
        }
        MEMORY.set(ValueLayout.JAVA_INT_UNALIGNED, to, all);
    }
}
