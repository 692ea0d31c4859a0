package genops.benchmarks.fork;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final double SHORTEST = 0.5;

    private int calls;

    @Test
    void goesOnWhileTheKernelBecomesFaster() {
        WarmUp.of(() -> LockSupport.parkNanos(calls++ < 10 ? 120_000_000 - 10_000_000 * calls : 1_000_000), SHORTEST, () -> 0);
        assertTrue(calls > 60, "stopped after " + calls + " calls, of which the first ten were slow");
    }

    /** Boxed vectors: steady, and a hundred times too slow. */
    @Test
    void goesOnWhileTheCompilerWorks() {
        WarmUp.of(() -> LockSupport.parkNanos(calls++ < 20 ? 60_000_000 : 1_000_000), SHORTEST, () -> 20L * Math.min(calls, 20));
        assertTrue(calls > 60, "stopped after " + calls + " calls, of which the first twenty were not compiled");
    }

    @Test
    void aMachineThatIsNeverSteadyIsNotWaitedFor() {
        long begun = System.nanoTime();
        WarmUp.of(() -> LockSupport.parkNanos(calls++ % 3 == 0 ? 50_000_000 : 100_000_000), SHORTEST, () -> 0);
        assertTrue(System.nanoTime() - begun < 2e9, "took " + calls + " calls");
    }

    @Test
    void callsALongKernelAFewTimesOnly() {
        WarmUp.of(() -> {
            calls++;
            LockSupport.parkNanos(300_000_000);
        });
        assertTrue(calls >= 2 && calls <= 17, calls + " calls");
    }

    @Test
    void theCompilerIsSeenAtWork() {
        assertTrue(CompilerTime.ofFinished() > 0);
        // a JVM that runs tests has compiled something, where the system shows it
        CompilerTime.ofThreads().ifPresent(milliseconds -> assertTrue(milliseconds > 0, "the compiler's threads were not found"));
    }
}
