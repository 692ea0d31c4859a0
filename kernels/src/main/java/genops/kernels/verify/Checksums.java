package genops.kernels.verify;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Hashes of 64 bits of a tensor, one for each block, by which a change is found without a copy; taken by all processors. */
final class Checksums {
    private static final long BLOCK = 256 << 10;
    private static final long PRIME = 0x9e3779b97f4a7c15L;

    private final MemorySegment segment;
    private final long[] hashes;

    Checksums(MemorySegment segment) {
        this.segment = segment;
        hashes = new long[Math.toIntExact((segment.byteSize() + BLOCK - 1) / BLOCK)];
        update(0, segment.byteSize());
    }

    /** The bytes {@code first … end − 1} were changed on purpose. */
    void update(long first, long end) {
        IntStream.range((int) (first / BLOCK), (int) ((end + BLOCK - 1) / BLOCK)).parallel().forEach(block -> hashes[block] = hash(block));
    }

    /** Whether all bytes are what they were. */
    boolean unchanged() {
        return IntStream.range(0, hashes.length).parallel().allMatch(block -> hash(block) == hashes[block]);
    }

    /** Whether the bytes of the first, the last and random blocks are what they were; of all where they are no more than {@code blocks}. */
    boolean unchanged(int blocks, SplittableRandom random) {
        if (hashes.length <= blocks) {
            return unchanged();
        }
        int[] chosen = random.ints(blocks, 0, hashes.length).toArray();
        chosen[0] = 0;
        chosen[blocks - 1] = hashes.length - 1;
        return Arrays.stream(chosen).parallel().allMatch(block -> hash(block) == hashes[block]);
    }

    private long hash(int block) {
        long first = block * BLOCK;
        MemorySegment part = segment.asSlice(first, Math.min(BLOCK, segment.byteSize() - first));
        long a = PRIME;
        long b = 1;
        long c = 2;
        long d = 3;
        long whole = part.byteSize() / 32 * 32;
        // four chains, since one would wait for its multiplications
        for (long i = 0; i < whole; i += 32) {
            a = mix(a, part.get(JAVA_LONG_UNALIGNED, i));
            b = mix(b, part.get(JAVA_LONG_UNALIGNED, i + 8));
            c = mix(c, part.get(JAVA_LONG_UNALIGNED, i + 16));
            d = mix(d, part.get(JAVA_LONG_UNALIGNED, i + 24));
        }
        for (long i = whole; i < part.byteSize(); i++) {
            a = mix(a, part.get(JAVA_BYTE, i));
        }
        return mix(mix(mix(a, b), c), d);
    }

    private static long mix(long hash, long value) {
        return Long.rotateLeft((hash ^ value) * PRIME, 29);
    }
}
