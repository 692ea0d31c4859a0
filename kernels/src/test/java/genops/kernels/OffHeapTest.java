package genops.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class OffHeapTest {
    @Test
    void memoryOfAnySizeIsAlignedZeroedAndClosedWithItsArena() {
        for (long bytes : new long[] {0, 1, 4096, 1 << 20, (3L << 20) + 4}) {
            MemorySegment segment;
            try (Arena arena = Arena.ofShared()) {
                segment = OffHeap.allocate(arena, bytes);
                assertTrue(segment.byteSize() >= bytes, bytes + " bytes");
                assertEquals(0, segment.address() % Tensors.ALIGNMENT, bytes + " bytes");
                assertEquals(-1, segment.mismatch(MemorySegment.ofArray(new byte[(int) segment.byteSize()])), bytes + " bytes");
                if (bytes > 0) {
                    segment.set(ValueLayout.JAVA_BYTE, bytes - 1, (byte) 1);
                    assertEquals(1, segment.get(ValueLayout.JAVA_BYTE, bytes - 1));
                }
            }
            assertFalse(segment.scope().isAlive());
        }
    }

    @Test
    void whatIsLargeBeginsWithALargePage() {
        assumeTrue(OffHeap.largePageBytes().isPresent(), "this system gives no large pages");
        long page = OffHeap.largePageBytes().orElseThrow();
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(0, OffHeap.allocate(arena, page / 2).address() % page);
            assertEquals(0, OffHeap.allocate(arena, 5 * page + 1).address() % page);
        }
    }
}
