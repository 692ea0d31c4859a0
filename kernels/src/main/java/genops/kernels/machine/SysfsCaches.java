package genops.kernels.machine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Caches as the Linux kernel lists them in files. */
final class SysfsCaches {

    private SysfsCaches() {}

    /** Those of the first processor; none where a part of them cannot be read, since what a cache is not said to be is not guessed. */
    static List<Cache> ofFirst(Path processors) {
        try {
            return of(processors.resolve("cpu0"));
        } catch (IOException | IllegalArgumentException e) {
            return List.of();
        }
    }

    /** Those of every processor; none where a part of them cannot be read. */
    static List<Cache> ofAll(Path processors) {
        List<Cache> caches = new ArrayList<>();
        try (DirectoryStream<Path> each = Files.newDirectoryStream(processors, "cpu[0-9]*")) {
            for (Path processor : each) {
                caches.addAll(of(processor));
            }
        } catch (IOException | IllegalArgumentException e) {
            return List.of();
        }
        return caches;
    }

    private static List<Cache> of(Path processor) throws IOException {
        List<Cache> caches = new ArrayList<>();
        if (Files.isDirectory(processor.resolve("cache"))) {
            try (DirectoryStream<Path> indices = Files.newDirectoryStream(processor.resolve("cache"), "index*")) {
                for (Path index : indices) {
                    caches.add(read(index));
                }
            }
        }
        return caches;
    }

    private static Cache read(Path index) throws IOException {
        return new Cache(Integer.parseInt(word(index, "level")), word(index, "type").toLowerCase(Locale.ROOT), bytes(word(index, "size")),
                Integer.parseInt(word(index, "coherency_line_size")), sharing(index));
    }

    private static int sharing(Path index) throws IOException {
        return Files.exists(index.resolve("shared_cpu_list")) ? count(word(index, "shared_cpu_list")) : 0;
    }

    /** How many numbers a list such as {@code 0-3,8} names. */
    private static int count(String list) {
        int count = 0;
        for (String range : list.split(",")) {
            String[] ends = range.split("-");
            count += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
        }
        return count;
    }

    private static String word(Path folder, String file) throws IOException {
        return Files.readString(folder.resolve(file)).strip();
    }

    private static long bytes(String size) {
        int digits = size.length() - 1;
        long unit = switch (size.isEmpty() ? ' ' : size.charAt(digits)) {
            case 'K' -> 1L << 10;
            case 'M' -> 1L << 20;
            case 'G' -> 1L << 30;
            default -> 1;
        };
        long bytes = unit * Long.parseLong(unit == 1 ? size : size.substring(0, digits));
        if (bytes <= 0) {
            throw new IllegalArgumentException("a cache of " + size);
        }
        return bytes;
    }
}
