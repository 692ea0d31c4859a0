package genops.kernels.vector;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.ORDER;
import static genops.kernels.vector.Simd.SPECIES;

import jdk.incubator.vector.FloatVector;

/** Rows of floats, copied and zeroed: what all kernels that only move data are made of. Addresses are absolute. */
public final class Rows {

    private Rows() {}

    /** Copies {@code count} floats between addresses that do not overlap. */
    public static void copy(long from, long to, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            // the API directly: with a helper for each of load and store the compiler sometimes left a vector between them an object
            FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 4L * i, ORDER).intoMemorySegment(MEMORY, to + 4L * i, ORDER);
        }
        for (; i < count; i++) {
            MEMORY.set(FLOAT, to + 4L * i, MEMORY.get(FLOAT, from + 4L * i));
        }
    }

    /** Zeroes {@code count} floats. */
    public static void zero(long to, int count) {
        for (int i = 0; i < count; i++) {
            MEMORY.set(FLOAT, to + 4L * i, 0);
        }
    }
}
