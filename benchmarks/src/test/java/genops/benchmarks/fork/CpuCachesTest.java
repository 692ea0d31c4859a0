package genops.benchmarks.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;

import genops.benchmarks.fork.Environment.CacheState;
import genops.kernels.machine.Cache;
import genops.kernels.machine.CacheList;
import genops.kernels.machine.Level3Share;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CpuCachesTest {
    private static final Cache LEVEL2 = new Cache(2, "unified", 1 << 20, 64, 0);
    private static final Cache LEVEL3 = new Cache(3, "unified", 508 << 20, 64, 0);

    @Test
    void whatIsToldAndWhatIsAssumedOfIt() {
        CacheList told = new CacheList(List.of(LEVEL3, LEVEL2), List.of(LEVEL3, LEVEL2), "sysconf");
        assertEquals(new CacheState(List.of("L3 508 MiB, 64-byte lines", "L2 1 MiB, 64-byte lines"), "sysconf", 16 << 20,
                "L1 48 KiB, L2 1 MiB, L3 16 MiB of 508 MiB, 8 MiB for each processor, since it is not told who shares it"),
                CpuCaches.state(told, Level3Share.of(told.data(3), 2), 48 << 10, 1 << 20));
    }

    @Test
    void withoutAThirdLevelTheSecondIsTheLast() {
        CacheList told = new CacheList(List.of(LEVEL2), List.of(LEVEL2), "sysfs");
        assertEquals(1 << 20, CpuCaches.state(told, Level3Share.of(Optional.empty(), 2), 32 << 10, 1 << 20).lastLevelBytes());
    }

    @Test
    void aMachineThatTellsNothing() {
        assertEquals(new CacheState(List.of(), "", 0, "L1 32 KiB, L2 512 KiB, L3 16 MiB, since its size is not told"),
                CpuCaches.state(new CacheList(List.of(), List.of(), ""), Level3Share.of(Optional.empty(), 2), 32 << 10, 512 << 10));
    }
}
