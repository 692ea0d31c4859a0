package genops.kernels.vector;

import genops.kernels.machine.Cache;
import genops.kernels.machine.CacheList;
import genops.kernels.machine.Level3Share;

/**
 * Bytes of the caches from which blocks are sized: those of the first processor as the machine tells them ({@link CacheList}), and where
 * it does not, what most of today's cores have at least.
 */
public final class Caches {
    private static final CacheList TOLD = CacheList.ofThisMachine();
    private static final Level3Share SHARE = Level3Share.of(TOLD.data(3), Runtime.getRuntime().availableProcessors());

    /** Level 1 data cache. */
    public static final int LEVEL1 = size(TOLD.data(1).map(Cache::bytes).orElse(32L << 10));
    /** Level 2 cache. */
    public static final int LEVEL2 = size(TOLD.data(2).map(Cache::bytes).orElse(512L << 10));
    /** Level 3 cache, which others share: as much of it as kernels count on. */
    public static final int LEVEL3 = size(SHARE.bytes());

    private Caches() {}

    /** Those that the machine tells. */
    public static CacheList told() {
        return TOLD;
    }

    /** What kernels count on of the level 3 cache, and why. */
    public static Level3Share level3Share() {
        return SHARE;
    }

    /** A size as an int; no block gains by a cache of more than a gibibyte. */
    static int size(long bytes) {
        return (int) Math.min(bytes, 1 << 30);
    }
}
