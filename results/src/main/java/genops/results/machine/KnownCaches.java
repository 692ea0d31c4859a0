package genops.results.machine;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import oshi.hardware.CentralProcessor.ProcessorCache;
import oshi.hardware.CentralProcessor;

/**
 * What is known of the caches of a machine.
 *
 * @param lines one line for each kind and size, largest level first; none where they are unknown
 * @param lastLevelBytes bytes of the last level that a process can count on; 0 where unknown
 */
public record KnownCaches(List<String> lines, long lastLevelBytes) {
    /** Nothing. */
    public static final KnownCaches NONE = new KnownCaches(List.of(), 0);

    public KnownCaches {
        lines = List.copyOf(lines);
    }

    /** What other operating systems than Linux tell. On Linux the kernels ask themselves, and OSHI gives KiB where it promises bytes. */
    static KnownCaches of(CentralProcessor processor) {
        return System.getProperty("os.name").equals("Linux") ? NONE : of(processor.getProcessorCaches());
    }

    /** What these caches come to. */
    static KnownCaches of(List<ProcessorCache> caches) {
        List<ProcessorCache> sorted = caches.stream().sorted(Comparator.comparingInt(ProcessorCache::getLevel).reversed()
                .thenComparing(c -> c.getType().name()).thenComparingLong(KnownCaches::bytes)).toList();
        int last = caches.stream().mapToInt(ProcessorCache::getLevel).max().orElse(0);
        return new KnownCaches(sorted.stream().map(KnownCaches::text).distinct().toList(),
                caches.stream().filter(c -> c.getLevel() == last).mapToLong(KnownCaches::bytes).max().orElse(0));
    }

    private static String text(ProcessorCache cache) {
        String kind = cache.getType() == ProcessorCache.Type.UNIFIED ? "" : " " + cache.getType().name().toLowerCase(Locale.ROOT);
        long bytes = bytes(cache);
        String size = bytes >= 1 << 20 && bytes % (1 << 20) == 0 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
        return "L" + cache.getLevel() + kind + " " + size + ", " + cache.getLineSize() + "-byte lines";
    }

    private static long bytes(ProcessorCache cache) {
        return Integer.toUnsignedLong(cache.getCacheSize());
    }
}
