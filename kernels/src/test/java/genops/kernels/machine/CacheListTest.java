package genops.kernels.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheListTest {
    private static final SystemConfiguration SILENT = library(Map.of());
    /** What a virtual machine without entries in sysfs was seen to tell. */
    private static final SystemConfiguration TELLS = library(Map.of(185, 32L << 10, 187, 64L, 188, 48L << 10, 190, 64L, 191, 1L << 20,
            193, 64L, 194, 508L << 20, 196, 64L));

    @TempDir
    Path processors;

    @Test
    void sizesOfSysfsAreKibibytes() throws IOException {
        for (int cpu = 0; cpu < 2; cpu++) {
            cache(cpu, 0, 1, "Data", "32K", "" + cpu);
            cache(cpu, 1, 1, "Instruction", "64K", "" + cpu);
            cache(cpu, 2, 2, "Unified", "1024K", "" + cpu);
            cache(cpu, 3, 3, "Unified", "32768K", "0-1,4");
        }
        CacheList caches = CacheList.of(processors, TELLS);
        assertEquals("sysfs", caches.source());
        assertEquals(List.of("L3 32 MiB, 64-byte lines", "L2 1 MiB, 64-byte lines", "L1 data 32 KiB, 64-byte lines",
                "L1 instruction 64 KiB, 64-byte lines"), caches.all().stream().map(Cache::text).toList());
        assertEquals(Optional.of(new Cache(3, "unified", 32 << 20, 64, 3)), caches.data(3));
        assertEquals(32 << 10, caches.data(1).orElseThrow().bytes());
        assertEquals(1, caches.data(2).orElseThrow().sharing());
    }

    @Test
    void coresThatDifferAreAllShownAndTheFirstCounts() throws IOException {
        cache(0, 0, 1, "Data", "48K", "0");
        cache(1, 0, 1, "Data", "32K", "1");
        CacheList caches = CacheList.of(processors, SILENT);
        assertEquals(List.of("L1 data 32 KiB, 64-byte lines", "L1 data 48 KiB, 64-byte lines"),
                caches.all().stream().map(Cache::text).toList());
        assertEquals(48 << 10, caches.data(1).orElseThrow().bytes());
    }

    @Test
    void withoutEntriesInSysfsTheLibraryIsAsked() {
        CacheList caches = CacheList.of(processors, TELLS);
        assertEquals("sysconf", caches.source());
        assertEquals(List.of("L3 508 MiB, 64-byte lines", "L2 1 MiB, 64-byte lines", "L1 data 48 KiB, 64-byte lines",
                "L1 instruction 32 KiB, 64-byte lines"), caches.all().stream().map(Cache::text).toList());
        assertEquals(0, caches.data(3).orElseThrow().sharing());
    }

    @Test
    void entriesOfWhichAPartIsMissingAreNoEntries() throws IOException {
        cache(0, 0, 1, "Data", "32K", "0");
        cache(0, 1, 2, "Unified", "1024K", "0");
        Files.delete(processors.resolve("cpu0/cache/index1/size"));
        assertEquals("sysconf", CacheList.of(processors, TELLS).source());
        Files.writeString(processors.resolve("cpu0/cache/index1/size"), "");
        assertEquals("sysconf", CacheList.of(processors, TELLS).source());
    }

    @Test
    void aMachineThatSaysNothingHasNone() {
        assertEquals(new CacheList(List.of(), List.of(), ""), CacheList.of(processors, SILENT));
        assertEquals(new CacheList(List.of(), List.of(), ""), CacheList.of(processors.resolve("nothing"), SILENT));
    }

    @Test
    void aLibraryThatTellsZeroOrNonsenseTellsNothing() {
        assertEquals(List.of(), library(Map.of(188, 0L, 191, 0L, 194, 0L)).caches());
        assertEquals(List.of(), library(Map.of(188, 2L, 191, 4096L, 194, 200112L)).caches());
        assertEquals(List.of("L1 data 32 KiB", "L2 2 MiB"),
                library(Map.of(188, 32L << 10, 191, 2L << 20, 194, Long.MAX_VALUE)).caches().stream().map(Cache::text).toList());
    }

    @Test
    void sizesOfTwoGibibytesAndMoreStayWhatTheyAre() throws IOException {
        cache(0, 0, 3, "Unified", "3145728K", "0-255");
        assertEquals(3L << 30, CacheList.of(processors, SILENT).data(3).orElseThrow().bytes());
        assertEquals(3L << 30, library(Map.of(188, 32L << 10, 191, 2L << 20, 194, 3L << 30)).caches().getLast().bytes());
    }

    @Test
    void noCacheOfThisMachineIsSmallerThanAnyEverBuilt() {
        CacheList caches = CacheList.ofThisMachine();
        assertTrue(caches.all().stream().allMatch(c -> c.bytes() >= 8 << 10), caches.toString());
        assertTrue(SystemConfiguration.ofThisProcess().caches().stream().allMatch(c -> c.lineBytes() >= 0 && c.lineBytes() <= 1024));
    }

    private static SystemConfiguration library(Map<Integer, Long> values) {
        return new SystemConfiguration(number -> values.getOrDefault(number, -1L));
    }

    private void cache(int cpu, int index, int level, String type, String size, String shared) throws IOException {
        Path folder = Files.createDirectories(processors.resolve("cpu" + cpu + "/cache/index" + index));
        Files.writeString(folder.resolve("level"), level + "\n");
        Files.writeString(folder.resolve("type"), type + "\n");
        Files.writeString(folder.resolve("size"), size + "\n");
        Files.writeString(folder.resolve("coherency_line_size"), "64\n");
        Files.writeString(folder.resolve("shared_cpu_list"), shared + "\n");
    }
}
