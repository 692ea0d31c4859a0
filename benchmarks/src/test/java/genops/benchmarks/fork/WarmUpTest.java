package genops.benchmarks.fork;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private int calls;

    @Test
    void goesOnWhileTheKernelBecomesFaster() {
        WarmUp.of(() -> LockSupport.parkNanos(calls++ < 10 ? 60_000_000 : 1_000_000));
        assertTrue(calls > 60, "stopped after " + calls + " calls, of which the first ten were slow");
    }

    @Test
    void callsALongKernelAFewTimesOnly() {
        WarmUp.of(() -> {
            calls++;
            LockSupport.parkNanos(200_000_000);
        });
        assertTrue(calls >= 4 && calls <= 26, calls + " calls");
    }
}
