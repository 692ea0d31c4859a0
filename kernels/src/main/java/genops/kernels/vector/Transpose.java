package genops.kernels.vector;

import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.ORDER;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposes a block of 8 × 8 floats in registers: three rounds, in each of which pairs of vectors exchange halves, quarters and single
 * lanes. Element by element the same takes three times as many instructions.
 *
 * <p>Vectors of 8 lanes whatever the machine prefers: 16 × 16 is more than C2 inlines. Where it has only 4 lanes, callers go element by
 * element.
 */
final class Transpose {
    /** Rows and columns of a block. */
    static final int SIDE = 8;
    /** Whether the machine has vectors of 8 lanes. */
    static final boolean AVAILABLE = Simd.LANES >= SIDE;

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;
    private static final VectorShuffle<Float> SWAP_HALVES = VectorShuffle.fromOp(SPECIES, i -> i ^ 4);
    private static final VectorShuffle<Float> SWAP_QUARTERS = VectorShuffle.fromOp(SPECIES, i -> i ^ 2);
    private static final VectorShuffle<Float> SWAP_LANES = VectorShuffle.fromOp(SPECIES, i -> i ^ 1);
    private static final VectorMask<Float> HIGH_HALVES = VectorMask.fromLong(SPECIES, 0b11110000);
    private static final VectorMask<Float> HIGH_QUARTERS = VectorMask.fromLong(SPECIES, 0b11001100);
    private static final VectorMask<Float> HIGH_LANES = VectorMask.fromLong(SPECIES, 0b10101010);

    private Transpose() {}

    /** Loads the classes of the vectors used here. */
    static void load() {
        FloatVector.zero(SPECIES).rearrange(SWAP_HALVES).blend(0f, HIGH_HALVES);
    }

    /**
     * {@code to[c][r] = factor · from[r][c]}, r, c < 8. All addresses are absolute, strides are in bytes.
     *
     * @param stride from a row that is read to the next
     * @param toStride from a row that is written to the next
     */
    static void block(long from, long stride, float factor, long to, long toStride) {
        FloatVector a0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from, ORDER);
        FloatVector a1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + stride, ORDER);
        FloatVector a2 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 2 * stride, ORDER);
        FloatVector a3 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 3 * stride, ORDER);
        FloatVector a4 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 4 * stride, ORDER);
        FloatVector a5 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 5 * stride, ORDER);
        FloatVector a6 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 6 * stride, ORDER);
        FloatVector a7 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 7 * stride, ORDER);
        FloatVector b0 = a0.blend(a4.rearrange(SWAP_HALVES), HIGH_HALVES);
        FloatVector b4 = a0.rearrange(SWAP_HALVES).blend(a4, HIGH_HALVES);
        FloatVector b1 = a1.blend(a5.rearrange(SWAP_HALVES), HIGH_HALVES);
        FloatVector b5 = a1.rearrange(SWAP_HALVES).blend(a5, HIGH_HALVES);
        FloatVector b2 = a2.blend(a6.rearrange(SWAP_HALVES), HIGH_HALVES);
        FloatVector b6 = a2.rearrange(SWAP_HALVES).blend(a6, HIGH_HALVES);
        FloatVector b3 = a3.blend(a7.rearrange(SWAP_HALVES), HIGH_HALVES);
        FloatVector b7 = a3.rearrange(SWAP_HALVES).blend(a7, HIGH_HALVES);
        a0 = b0.blend(b2.rearrange(SWAP_QUARTERS), HIGH_QUARTERS);
        a2 = b0.rearrange(SWAP_QUARTERS).blend(b2, HIGH_QUARTERS);
        a1 = b1.blend(b3.rearrange(SWAP_QUARTERS), HIGH_QUARTERS);
        a3 = b1.rearrange(SWAP_QUARTERS).blend(b3, HIGH_QUARTERS);
        a4 = b4.blend(b6.rearrange(SWAP_QUARTERS), HIGH_QUARTERS);
        a6 = b4.rearrange(SWAP_QUARTERS).blend(b6, HIGH_QUARTERS);
        a5 = b5.blend(b7.rearrange(SWAP_QUARTERS), HIGH_QUARTERS);
        a7 = b5.rearrange(SWAP_QUARTERS).blend(b7, HIGH_QUARTERS);
        a0.blend(a1.rearrange(SWAP_LANES), HIGH_LANES).mul(factor).intoMemorySegment(MEMORY, to, ORDER);
        a0.rearrange(SWAP_LANES).blend(a1, HIGH_LANES).mul(factor).intoMemorySegment(MEMORY, to + toStride, ORDER);
        a2.blend(a3.rearrange(SWAP_LANES), HIGH_LANES).mul(factor).intoMemorySegment(MEMORY, to + 2 * toStride, ORDER);
        a2.rearrange(SWAP_LANES).blend(a3, HIGH_LANES).mul(factor).intoMemorySegment(MEMORY, to + 3 * toStride, ORDER);
        a4.blend(a5.rearrange(SWAP_LANES), HIGH_LANES).mul(factor).intoMemorySegment(MEMORY, to + 4 * toStride, ORDER);
        a4.rearrange(SWAP_LANES).blend(a5, HIGH_LANES).mul(factor).intoMemorySegment(MEMORY, to + 5 * toStride, ORDER);
        a6.blend(a7.rearrange(SWAP_LANES), HIGH_LANES).mul(factor).intoMemorySegment(MEMORY, to + 6 * toStride, ORDER);
        a6.rearrange(SWAP_LANES).blend(a7, HIGH_LANES).mul(factor).intoMemorySegment(MEMORY, to + 7 * toStride, ORDER);
    }
}
