package genops.benchmarks.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForkEnvironmentTest {

    @Test
    void threadsOfLibrariesGiveWaySoon() {
        ForkEnvironment environment = ForkEnvironment.of(Map.of("PATH", "/bin"));
        assertEquals(Map.of("GOMP_SPINCOUNT", "20000", "OPENBLAS_THREAD_TIMEOUT", "20"), environment.variables());
        assertEquals(Optional.empty(), environment.note());
    }

    @Test
    void whatTheUserSetIsKeptAndSaid() {
        ForkEnvironment spins = ForkEnvironment.of(Map.of("GOMP_SPINCOUNT", "7"));
        assertEquals(Map.of("OPENBLAS_THREAD_TIMEOUT", "20"), spins.variables());
        assertEquals("GOMP_SPINCOUNT of the environment is kept: a library whose threads spin longer than 0.5 ms disturbs the kernel after it",
                spins.note().orElseThrow());
        ForkEnvironment all = ForkEnvironment.of(Map.of("OPENBLAS_THREAD_TIMEOUT", "26", "OMP_WAIT_POLICY", "active"));
        assertEquals(Map.of(), all.variables());
        assertEquals("OMP_WAIT_POLICY and OPENBLAS_THREAD_TIMEOUT of the environment are kept: a library whose threads spin longer than"
                + " 0.5 ms disturbs the kernel after it", all.note().orElseThrow());
    }
}
