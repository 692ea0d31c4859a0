package genops.kernels.machine;

import java.util.Optional;

/**
 * What kernels count on of the level 3 cache. It is shared: by processors that other processes have, and on a virtual machine by other
 * machines, of which nothing is told.
 *
 * @param bytes what they count on
 * @param text one line that says so and why
 */
public record Level3Share(long bytes, String text) {
    /** Where no size is told: what most of today's servers have at least for some of their cores. */
    static final long NOT_TOLD = 16L << 20;
    /** Most for each processor. Few cores have as much for themselves; more is the cache of a whole package of which others use a part. */
    static final long MOST_A_PROCESSOR = 16L << 20;
    /** The same where it is not told who shares it. */
    static final long MOST_A_PROCESSOR_UNTOLD = 8L << 20;

    /**
     * The share of this process.
     *
     * @param level3 the cache; empty where it is not told
     * @param processors those that this process may use
     */
    public static Level3Share of(Optional<Cache> level3, int processors) {
        if (level3.isEmpty()) {
            return new Level3Share(NOT_TOLD, Cache.size(NOT_TOLD) + ", since its size is not told");
        }
        Cache cache = level3.get();
        int sharing = cache.sharing();
        boolean told = sharing > 0;
        long part = told && processors < sharing ? cache.bytes() / sharing * processors : cache.bytes();
        long mostEach = told ? MOST_A_PROCESSOR : MOST_A_PROCESSOR_UNTOLD;
        if (part > mostEach * processors) {
            long bytes = mostEach * processors;
            return new Level3Share(bytes, of(bytes, cache) + ", " + Cache.size(mostEach) + " for each processor, since "
                    + (told ? "others outside of this machine may share it" : "it is not told who shares it"));
        }
        if (part < cache.bytes()) {
            return new Level3Share(part, of(part, cache) + ", since this process may use " + processors + " of the " + sharing
                    + " processors that share it");
        }
        return new Level3Share(part, Cache.size(part) + ", all of it");
    }

    private static String of(long bytes, Cache cache) {
        return Cache.size(bytes) + " of " + Cache.size(cache.bytes());
    }
}
