package genops.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CachesTest {

    @Test
    void sizesBeyondAnIntDoNotBecomeNegative() {
        assertEquals(1 << 30, Caches.size(3L << 30));
        assertEquals(32 << 20, Caches.size(32L << 20));
    }

    @Test
    void aCacheIsLargerThanTheOneBeforeIt() {
        assertTrue(Caches.LEVEL1 > 0 && Caches.LEVEL1 < Caches.LEVEL2, Caches.LEVEL1 + " and " + Caches.LEVEL2);
        assertTrue(Caches.LEVEL3 >= 1 << 20, () -> Caches.LEVEL3 + " of " + Caches.level3Share());
    }
}
