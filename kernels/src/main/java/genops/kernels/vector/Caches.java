package genops.kernels.vector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes of the first core's data caches, from which blocks are sized. Read from Linux's sysfs; elsewhere, and where it is not told, the
 * sizes most of today's cores have at least.
 */
public final class Caches {
    /** Level 1 data cache. */
    public static final int LEVEL1 = size(1, 32 << 10);
    /** Level 2 cache. */
    public static final int LEVEL2 = size(2, 512 << 10);
    /** Level 3 cache, which cores share. */
    public static final int LEVEL3 = size(3, 16 << 20);

    private Caches() {}

    private static int size(int level, int otherwise) {
        for (int index = 0; index < 4; index++) {
            Path cache = Path.of("/sys/devices/system/cpu/cpu0/cache/index" + index);
            try {
                if (read(cache, "level").equals(Integer.toString(level)) && !read(cache, "type").equals("Instruction")) {
                    return parse(read(cache, "size"));
                }
            } catch (IOException | NumberFormatException e) {
                return otherwise;
            }
        }
        return otherwise;
    }

    private static String read(Path cache, String file) throws IOException {
        return Files.readString(cache.resolve(file)).strip();
    }

    private static int parse(String size) {
        int number = Integer.parseInt(size.substring(0, size.length() - 1));
        return size.endsWith("M") ? number << 20 : number << 10;
    }
}
