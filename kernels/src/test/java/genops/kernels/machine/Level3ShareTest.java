package genops.kernels.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class Level3ShareTest {

    @Test
    void allOfItWhereAllThatShareItAreThisProcessS() {
        assertEquals(new Level3Share(32L << 20, "32 MiB, all of it"), share(32, 2, 2));
        assertEquals(32L << 20, share(32, 8, 64).bytes());
    }

    @Test
    void aPartWhereOnlySomeOfThoseThatShareItAre() {
        assertEquals(new Level3Share(12L << 20, "12 MiB of 96 MiB, since this process may use 2 of the 16 processors that share it"),
                share(96, 16, 2));
    }

    @Test
    void theCacheOfAWholePackageIsNotThatOfAVirtualMachine() {
        assertEquals(new Level3Share(32L << 20,
                "32 MiB of 480 MiB, 16 MiB for each processor, since others outside of this machine may share it"), share(480, 2, 2));
        assertEquals(new Level3Share(16L << 20, "16 MiB of 508 MiB, 8 MiB for each processor, since it is not told who shares it"),
                share(508, 0, 2));
        assertEquals(16L << 20, share(16, 0, 4).bytes());
    }

    @Test
    void whereItIsNotToldItIsAssumed() {
        assertEquals(new Level3Share(16L << 20, "16 MiB, since its size is not told"), Level3Share.of(Optional.empty(), 4));
    }

    @Test
    void twoGibibytesAndMoreDoNotOverflow() {
        assertEquals(3L << 30, share(3072, 0, 512).bytes());
    }

    private static Level3Share share(long mebibytes, int sharing, int processors) {
        return Level3Share.of(Optional.of(new Cache(3, "unified", mebibytes << 20, 64, sharing)), processors);
    }
}
