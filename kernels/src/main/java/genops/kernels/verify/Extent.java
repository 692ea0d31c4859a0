package genops.kernels.verify;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** Passes over all of a tensor by all processors, at the speed of memory. */
final class Extent {
    private static final int BLOCK = 1 << 16;
    private static final int SIGN = 0x7fffffff;
    private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    private Extent() {}

    /** The first element that is NaN. */
    static OptionalLong firstNaN(MemorySegment tensor) {
        return blocks(tensor).filter(block -> largestBits(tensor, block) > INFINITY).map(block -> firstNaN(tensor, block)).findFirst();
    }

    /** The largest absolute value, NaN where there is one. */
    static float largest(MemorySegment tensor) {
        return Float.intBitsToFloat((int) blocks(tensor).map(block -> largestBits(tensor, block)).max().orElse(0));
    }

    private static LongStream blocks(MemorySegment tensor) {
        long elements = tensor.byteSize() / Float.BYTES;
        return LongStream.range(0, (elements + BLOCK - 1) / BLOCK).parallel();
    }

    private static MemorySegment block(MemorySegment tensor, long block) {
        long first = block * BLOCK * Float.BYTES;
        return tensor.asSlice(first, Math.min((long) BLOCK * Float.BYTES, tensor.byteSize() - first));
    }

    /** Floats without their sign are in the order of their bits, and NaN is above all: a loop without a branch. */
    private static int largestBits(MemorySegment tensor, long number) {
        MemorySegment block = block(tensor, number);
        int count = (int) (block.byteSize() / Float.BYTES);
        int largest = 0;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, block.getAtIndex(JAVA_INT, i) & SIGN);
        }
        return largest;
    }

    private static long firstNaN(MemorySegment tensor, long number) {
        MemorySegment block = block(tensor, number);
        int last = (int) (block.byteSize() / Float.BYTES) - 1;
        int i = 0;
        // a kernel that returned before its work was done may have overwritten it by now
        while (i < last && (block.getAtIndex(JAVA_INT, i) & SIGN) <= INFINITY) {
            i++;
        }
        return number * BLOCK + i;
    }
}
