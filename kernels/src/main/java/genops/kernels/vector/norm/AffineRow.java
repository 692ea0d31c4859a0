package genops.kernels.vector.norm;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.ORDER;
import static genops.kernels.vector.Simd.SPECIES;

import genops.kernels.vector.VectorExp;
import jdk.incubator.vector.FloatVector;

/** {@code x · scale + shift} by channels over one row, and what follows it. Addresses are absolute. */
final class AffineRow {

    private AffineRow() {}

    /** {@code y = x · scale + shift}. */
    static void plain(long input, long scale, long shift, long output, int channels) {
        int c = 0;
        for (; c <= channels - LANES; c += LANES) {
            long at = 4L * c;
            FloatVector x = FloatVector.fromMemorySegment(SPECIES, MEMORY, input + at, ORDER);
            x.fma(FloatVector.fromMemorySegment(SPECIES, MEMORY, scale + at, ORDER),
                    FloatVector.fromMemorySegment(SPECIES, MEMORY, shift + at, ORDER)).intoMemorySegment(MEMORY, output + at, ORDER);
        }
        for (; c < channels; c++) {
            MEMORY.set(FLOAT, output + 4L * c, scalar(input, scale, shift, 4L * c));
        }
    }

    /** {@code y = z / (1 + e⁻ᶻ)} with {@code z = x · scale + shift}. */
    static void silu(long input, long scale, long shift, long output, int channels) {
        int c = 0;
        for (; c <= channels - LANES; c += LANES) {
            long at = 4L * c;
            FloatVector x = FloatVector.fromMemorySegment(SPECIES, MEMORY, input + at, ORDER);
            FloatVector z = x.fma(FloatVector.fromMemorySegment(SPECIES, MEMORY, scale + at, ORDER),
                    FloatVector.fromMemorySegment(SPECIES, MEMORY, shift + at, ORDER));
            z.div(VectorExp.exp(z.neg()).add(1f)).intoMemorySegment(MEMORY, output + at, ORDER);
        }
        for (; c < channels; c++) {
            float z = scalar(input, scale, shift, 4L * c);
            MEMORY.set(FLOAT, output + 4L * c, (float) (z / (1 + Math.exp(-z))));
        }
    }

    private static float scalar(long input, long scale, long shift, long at) {
        return Math.fma(MEMORY.get(FLOAT, input + at), MEMORY.get(FLOAT, scale + at), MEMORY.get(FLOAT, shift + at));
    }
}
