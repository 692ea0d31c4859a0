package genops.results.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import oshi.hardware.CentralProcessor.ProcessorCache.Type;
import oshi.hardware.CentralProcessor.ProcessorCache;

class KnownCachesTest {

    @Test
    void oneLineForEachKindAndSizeTheLastLevelFirst() {
        ProcessorCache level1 = new ProcessorCache(1, 8, 64, 32 << 10, Type.DATA);
        ProcessorCache level2 = new ProcessorCache(2, 8, 64, 1 << 20, Type.UNIFIED);
        ProcessorCache level3 = new ProcessorCache(3, 16, 64, 36 << 20, Type.UNIFIED);
        assertEquals(new KnownCaches(
                List.of("L3 36 MiB, 64-byte lines", "L2 1 MiB, 64-byte lines", "L1 data 32 KiB, 64-byte lines"), 36 << 20),
                KnownCaches.of(List.of(level1, level1, level2, level2, level3)));
    }

    @Test
    void sizesOfTwoGibibytesAndMoreAreNotNegative() {
        assertEquals(3L << 30, KnownCaches.of(List.of(new ProcessorCache(3, 16, 64, 3L << 30, Type.UNIFIED))).lastLevelBytes());
    }

    @Test
    void aMachineThatSaysNothingHasNone() {
        assertEquals(KnownCaches.NONE, KnownCaches.of(List.of()));
    }
}
