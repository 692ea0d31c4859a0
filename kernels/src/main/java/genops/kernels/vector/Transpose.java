package genops.kernels.vector;

import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.ORDER;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposes a block of 8 × 8 floats in registers: three rounds, in each of which pairs of vectors exchange halves, quarters and single
 * lanes. Element by element the same takes three times as many instructions.
 *
 * <p>Vectors of 8 lanes whatever the machine prefers: 16 × 16 is more than C2 inlines. They are vectors of integers, which no other kernel
 * rearranges: were they of floats, the methods of {@code FloatVector} would have seen vectors of two sizes, and in some JVMs C2, which then
 * compiles for both, made those of all kernels objects. Where the machine has only 4 lanes, callers go element by element.
 */
final class Transpose {
    /** Rows and columns of a block. */
    static final int SIDE = 8;
    /** Whether the machine has vectors of 8 lanes. */
    static final boolean AVAILABLE = Simd.LANES >= SIDE;

    private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_256;
    private static final VectorShuffle<Integer> SWAP_HALVES = VectorShuffle.fromOp(SPECIES, i -> i ^ 4);
    private static final VectorShuffle<Integer> SWAP_QUARTERS = VectorShuffle.fromOp(SPECIES, i -> i ^ 2);
    private static final VectorShuffle<Integer> SWAP_LANES = VectorShuffle.fromOp(SPECIES, i -> i ^ 1);
    private static final VectorMask<Integer> HIGH_HALVES = VectorMask.fromLong(SPECIES, 0b11110000);
    private static final VectorMask<Integer> HIGH_QUARTERS = VectorMask.fromLong(SPECIES, 0b11001100);
    private static final VectorMask<Integer> HIGH_LANES = VectorMask.fromLong(SPECIES, 0b10101010);

    private Transpose() {}

    /** Loads the classes of the vectors used here. */
    static void load() {
        IntVector.zero(SPECIES).rearrange(SWAP_HALVES).blend(0, HIGH_HALVES);
    }

    /**
     * {@code to[c][r] = from[r][c]}, r, c < 8. All addresses are absolute, strides are in bytes.
     *
     * @param stride from a row that is read to the next
     * @param toStride from a row that is written to the next
     */
    static void block(long from, long stride, long to, long toStride) {
        IntVector a0 = IntVector.fromMemorySegment(SPECIES, MEMORY, from, ORDER);
        IntVector a1 = IntVector.fromMemorySegment(SPECIES, MEMORY, from + stride, ORDER);
        IntVector a2 = IntVector.fromMemorySegment(SPECIES, MEMORY, from + 2 * stride, ORDER);
        IntVector a3 = IntVector.fromMemorySegment(SPECIES, MEMORY, from + 3 * stride, ORDER);
        IntVector a4 = IntVector.fromMemorySegment(SPECIES, MEMORY, from + 4 * stride, ORDER);
        IntVector a5 = IntVector.fromMemorySegment(SPECIES, MEMORY, from + 5 * stride, ORDER);
        IntVector a6 = IntVector.fromMemorySegment(SPECIES, MEMORY, from + 6 * stride, ORDER);
        IntVector a7 = IntVector.fromMemorySegment(SPECIES, MEMORY, from + 7 * stride, ORDER);
        IntVector b0 = a0.blend(a4.rearrange(SWAP_HALVES), HIGH_HALVES);
        IntVector b4 = a0.rearrange(SWAP_HALVES).blend(a4, HIGH_HALVES);
        IntVector b1 = a1.blend(a5.rearrange(SWAP_HALVES), HIGH_HALVES);
        IntVector b5 = a1.rearrange(SWAP_HALVES).blend(a5, HIGH_HALVES);
        IntVector b2 = a2.blend(a6.rearrange(SWAP_HALVES), HIGH_HALVES);
        IntVector b6 = a2.rearrange(SWAP_HALVES).blend(a6, HIGH_HALVES);
        IntVector b3 = a3.blend(a7.rearrange(SWAP_HALVES), HIGH_HALVES);
        IntVector b7 = a3.rearrange(SWAP_HALVES).blend(a7, HIGH_HALVES);
        a0 = b0.blend(b2.rearrange(SWAP_QUARTERS), HIGH_QUARTERS);
        a2 = b0.rearrange(SWAP_QUARTERS).blend(b2, HIGH_QUARTERS);
        a1 = b1.blend(b3.rearrange(SWAP_QUARTERS), HIGH_QUARTERS);
        a3 = b1.rearrange(SWAP_QUARTERS).blend(b3, HIGH_QUARTERS);
        a4 = b4.blend(b6.rearrange(SWAP_QUARTERS), HIGH_QUARTERS);
        a6 = b4.rearrange(SWAP_QUARTERS).blend(b6, HIGH_QUARTERS);
        a5 = b5.blend(b7.rearrange(SWAP_QUARTERS), HIGH_QUARTERS);
        a7 = b5.rearrange(SWAP_QUARTERS).blend(b7, HIGH_QUARTERS);
        a0.blend(a1.rearrange(SWAP_LANES), HIGH_LANES).intoMemorySegment(MEMORY, to, ORDER);
        a0.rearrange(SWAP_LANES).blend(a1, HIGH_LANES).intoMemorySegment(MEMORY, to + toStride, ORDER);
        a2.blend(a3.rearrange(SWAP_LANES), HIGH_LANES).intoMemorySegment(MEMORY, to + 2 * toStride, ORDER);
        a2.rearrange(SWAP_LANES).blend(a3, HIGH_LANES).intoMemorySegment(MEMORY, to + 3 * toStride, ORDER);
        a4.blend(a5.rearrange(SWAP_LANES), HIGH_LANES).intoMemorySegment(MEMORY, to + 4 * toStride, ORDER);
        a4.rearrange(SWAP_LANES).blend(a5, HIGH_LANES).intoMemorySegment(MEMORY, to + 5 * toStride, ORDER);
        a6.blend(a7.rearrange(SWAP_LANES), HIGH_LANES).intoMemorySegment(MEMORY, to + 6 * toStride, ORDER);
        a6.rearrange(SWAP_LANES).blend(a7, HIGH_LANES).intoMemorySegment(MEMORY, to + 7 * toStride, ORDER);
    }
}
