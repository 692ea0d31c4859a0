package genops.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Fills memory with seeded random values by all processors: in blocks, each with a generator of its own that depends on the seed and the
 * number of the block alone, so that the values do not depend on how many processors there are.
 */
final class RandomFill {
    private static final long BLOCK = 1 << 18;

    private RandomFill() {}

    /** A block's share of the work. */
    private interface Filler {
        void fill(long first, long end, SplittableRandom random);
    }

    /** fp32 values uniform in [−1, 1), rounded to what {@code precision} can hold. */
    static void uniform(MemorySegment segment, long elements, Precision precision, long seed) {
        values(segment, 0, elements, precision, seed, (first, end) -> {});
    }

    /** What is made of a block's values before they are rounded. */
    interface Finish {
        void apply(long first, long end);
    }

    /** fp32 values {@code first … end − 1}, uniform in [−1, 1) and then finished, rounded to what {@code precision} can hold. */
    static void values(MemorySegment segment, long first, long end, Precision precision, long seed, Finish finish) {
        blocks(first, end, seed, (from, to, random) -> {
            draw(segment, from, to, random);
            finish.apply(from, to);
            // elsewhere activations are kept as drawn, and a pass over them would cost as much again
            if (precision == Precision.FP16) {
                round(segment, from, to, precision);
            }
        });
    }

    /** 32-bit integers {@code first … end − 1}, uniform in [0, bound). */
    static void indices(MemorySegment segment, long first, long end, int bound, long seed) {
        blocks(first, end, seed, (from, to, random) -> {
            for (long i = from; i < to; i++) {
                segment.setAtIndex(ValueLayout.JAVA_INT, i, random.nextInt(bound));
            }
        });
    }

    private static void blocks(long start, long stop, long seed, Filler filler) {
        LongStream.range(0, (stop - start + BLOCK - 1) / BLOCK).parallel().forEach(block -> filler.fill(start + block * BLOCK,
                Math.min(stop, start + (block + 1) * BLOCK), new SplittableRandom(seed + block)));
    }

    /** One 64-bit draw makes two values: filling gigabytes must not take longer than timing them. */
    private static void draw(MemorySegment segment, long first, long end, SplittableRandom random) {
        for (long i = first; i + 1 < end; i += 2) {
            long bits = random.nextLong();
            segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, unit((int) bits));
            segment.setAtIndex(ValueLayout.JAVA_FLOAT, i + 1, unit((int) (bits >> 32)));
        }
        if ((end - first) % 2 == 1) {
            segment.setAtIndex(ValueLayout.JAVA_FLOAT, end - 1, unit((int) random.nextLong()));
        }
    }

    private static void round(MemorySegment segment, long first, long end, Precision precision) {
        for (long i = first; i < end; i++) {
            segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, precision.round(segment.getAtIndex(ValueLayout.JAVA_FLOAT, i)));
        }
    }

    private static float unit(int bits) {
        return bits * 0x1p-31f;
    }
}
