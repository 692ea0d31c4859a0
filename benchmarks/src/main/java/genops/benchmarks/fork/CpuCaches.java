package genops.benchmarks.fork;

import genops.benchmarks.fork.Environment.CacheState;
import genops.kernels.machine.Cache;
import genops.kernels.machine.CacheList;
import genops.kernels.machine.Level3Share;
import genops.kernels.vector.Caches;

/** The caches that kernels of this JVM cut their blocks by, said in words. */
final class CpuCaches {

    private CpuCaches() {}

    static CacheState state() {
        return state(Caches.told(), Caches.level3Share(), Caches.LEVEL1, Caches.LEVEL2);
    }

    /** What is told and what is assumed. */
    static CacheState state(CacheList told, Level3Share share, long level1, long level2) {
        // where there is no third level, the second is the last; shares of it are not known
        long lastLevelBytes = told.data(3).isPresent() ? share.bytes() : told.all().stream().mapToLong(Cache::bytes).max().orElse(0);
        return new CacheState(told.all().stream().map(Cache::text).toList(), told.source(), lastLevelBytes,
                "L1 " + Cache.size(level1) + ", L2 " + Cache.size(level2) + ", L3 " + share.text());
    }
}
