package genops.kernels.machine;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The caches of this machine as far as it tells them: by Linux's sysfs, else, as most virtual machines have no entries there, by the C
 * library.
 *
 * @param ofFirst those of the first processor
 * @param all one of each kind and size of all processors, the last level first
 * @param source who told them; empty where nobody did, and then there are none
 */
public record CacheList(List<Cache> ofFirst, List<Cache> all, String source) {

    public CacheList {
        ofFirst = List.copyOf(ofFirst);
        all = List.copyOf(all);
    }

    /** Those of this machine. */
    public static CacheList ofThisMachine() {
        return of(Path.of("/sys/devices/system/cpu"), SystemConfiguration.ofThisProcess());
    }

    /**
     * Those of a machine.
     *
     * @param processors a folder laid out as {@code /sys/devices/system/cpu}
     * @param system what its C library tells
     */
    static CacheList of(Path processors, SystemConfiguration system) {
        List<Cache> ofFirst = SysfsCaches.ofFirst(processors);
        if (!ofFirst.isEmpty()) {
            return new CacheList(ofFirst, distinct(SysfsCaches.ofAll(processors)), "sysfs");
        }
        List<Cache> told = system.caches();
        return new CacheList(told, distinct(told), told.isEmpty() ? "" : "sysconf");
    }

    /** A cache of the first processor that holds data. */
    public Optional<Cache> data(int level) {
        return ofFirst.stream().filter(c -> c.level() == level && !c.kind().equals("instruction")).findFirst();
    }

    private static List<Cache> distinct(List<Cache> caches) {
        return caches.stream()
                // two clusters may differ in how many processors share a cache of one size, which is not shown
                .map(c -> new Cache(c.level(), c.kind(), c.bytes(), c.lineBytes(), 0)).distinct()
                .sorted(Comparator.comparingInt(Cache::level).reversed().thenComparing(Cache::kind).thenComparingLong(Cache::bytes))
                .toList();
    }
}
