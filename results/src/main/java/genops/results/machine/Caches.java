package genops.results.machine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import oshi.hardware.CentralProcessor;

/** The caches of this machine, one of each kind and size, largest level first. */
final class Caches {
    private static final Path LINUX = Path.of("/sys/devices/system/cpu");

    private Caches() {}

    /**
     * One kind of cache.
     *
     * @param level 1 for the first
     * @param kind {@code unified}, {@code data}, {@code instruction} …
     * @param bytes its size
     * @param lineBytes bytes of a line
     */
    record Cache(int level, String kind, long bytes, int lineBytes) {

        String text() {
            String size = bytes >= 1 << 20 && bytes % (1 << 20) == 0 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
            return "L" + level + (kind.equals("unified") ? "" : " " + kind) + " " + size + ", " + lineBytes + "-byte lines";
        }
    }

    /** The caches of this machine; none where they are unknown. */
    static List<Cache> of(CentralProcessor processor) {
        // OSHI gives KiB where it promises bytes on Linux, so there the kernel itself is asked
        return Files.isDirectory(LINUX) ? linux(LINUX) : distinct(processor.getProcessorCaches().stream()
                .map(c -> new Cache(c.getLevel(), c.getType().name().toLowerCase(Locale.ROOT), Integer.toUnsignedLong(c.getCacheSize()),
                        c.getLineSize()))
                .toList());
    }

    /** What the Linux kernel says below a folder laid out as {@code /sys/devices/system/cpu}. */
    static List<Cache> linux(Path processors) {
        List<Cache> caches = new ArrayList<>();
        try (DirectoryStream<Path> each = Files.newDirectoryStream(processors, "cpu[0-9]*")) {
            for (Path processor : each) {
                if (Files.isDirectory(processor.resolve("cache"))) {
                    try (DirectoryStream<Path> indices = Files.newDirectoryStream(processor.resolve("cache"), "index*")) {
                        for (Path index : indices) {
                            caches.add(read(index));
                        }
                    }
                }
            }
        } catch (IOException | NumberFormatException e) {
            // some virtual machines show a part of it: what a cache is not said to be is not guessed
            return List.of();
        }
        return distinct(caches);
    }

    private static Cache read(Path index) throws IOException {
        return new Cache(Integer.parseInt(word(index, "level")), word(index, "type").toLowerCase(Locale.ROOT), bytes(word(index, "size")),
                Integer.parseInt(word(index, "coherency_line_size")));
    }

    private static String word(Path folder, String file) throws IOException {
        return Files.readString(folder.resolve(file)).strip();
    }

    private static long bytes(String size) {
        long unit = switch (size.charAt(size.length() - 1)) {
            case 'K' -> 1L << 10;
            case 'M' -> 1L << 20;
            default -> 1;
        };
        return unit * Long.parseLong(size.replaceAll("[KM]$", ""));
    }

    private static List<Cache> distinct(List<Cache> caches) {
        return caches.stream().distinct()
                .sorted(Comparator.comparingInt(Cache::level).reversed().thenComparing(Cache::kind).thenComparingLong(Cache::bytes))
                .toList();
    }
}
