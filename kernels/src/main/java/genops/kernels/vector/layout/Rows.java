package genops.kernels.vector.layout;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;

import genops.kernels.vector.Simd;

/** Copies rows of floats: what all kernels that only move data are made of. */
final class Rows {

    private Rows() {}

    /** Copies {@code count} floats between addresses that do not overlap. */
    static void copy(long from, long to, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            Simd.store(Simd.load(from + 4L * i), to + 4L * i);
        }
        for (; i < count; i++) {
            MEMORY.set(FLOAT, to + 4L * i, MEMORY.get(FLOAT, from + 4L * i));
        }
    }
}
