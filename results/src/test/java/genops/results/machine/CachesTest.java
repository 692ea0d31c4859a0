package genops.results.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oshi.SystemInfo;

class CachesTest {
    @TempDir
    Path processors;

    @Test
    void sizesOfTheLinuxKernelAreKibibytes() throws IOException {
        for (int cpu = 0; cpu < 2; cpu++) {
            cache(cpu, 0, 1, "Data", "32K");
            cache(cpu, 1, 1, "Instruction", "32K");
            cache(cpu, 2, 2, "Unified", "1024K");
            cache(cpu, 3, 3, "Unified", "32768K");
        }
        assertEquals(List.of("L3 32 MiB, 64-byte lines", "L2 1 MiB, 64-byte lines", "L1 data 32 KiB, 64-byte lines",
                "L1 instruction 32 KiB, 64-byte lines"), Caches.linux(processors).stream().map(Caches.Cache::text).toList());
    }

    @Test
    void aMachineThatSaysNothingHasNoCaches() {
        assertEquals(List.of(), Caches.linux(processors));
    }

    @Test
    void noCacheOfThisMachineIsSmallerThanAnyEverBuilt() {
        List<Caches.Cache> caches = Caches.of(new SystemInfo().getHardware().getProcessor());
        assertTrue(caches.stream().allMatch(c -> c.bytes() >= 8 << 10), caches.toString());
    }

    private void cache(int cpu, int index, int level, String type, String size) throws IOException {
        Path folder = Files.createDirectories(processors.resolve("cpu" + cpu + "/cache/index" + index));
        Files.writeString(folder.resolve("level"), level + "\n");
        Files.writeString(folder.resolve("type"), type + "\n");
        Files.writeString(folder.resolve("size"), size + "\n");
        Files.writeString(folder.resolve("coherency_line_size"), "64\n");
    }
}
