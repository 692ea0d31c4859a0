package genops.kernels.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class WorkersTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "5, 5", "2, 1", "5, 4"})
    void everyTaskRunsOnceInEveryOfManyCalls(int threads, int processors) {
        Workers workers = new Workers(threads, processors);
        for (int call = 0; call < 3000; call++) {
            int tasks = call % 23;
            AtomicIntegerArray counts = new AtomicIntegerArray(23);
            workers.run(tasks, (task, worker) -> {
                assertTrue(worker >= 0 && worker < threads);
                counts.incrementAndGet(task);
            });
            int[] expected = new int[23];
            Arrays.fill(expected, 0, tasks, 1);
            assertArrayEquals(expected, IntStream.range(0, 23).map(counts::get).toArray(), "call " + call);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 3", "3, 2"})
    void whatATaskThrowsReachesTheCallerAndThePoolGoesOn(int threads, int processors) {
        Workers workers = new Workers(threads, processors);
        RuntimeException thrown = new RuntimeException("broken tile");
        for (int tasks : new int[] {1, 8}) {
            IllegalStateException caught = assertThrows(IllegalStateException.class, () -> workers.run(tasks, (task, worker) -> {
                if (task == tasks / 2) {
                    throw thrown;
                }
            }));
            assertSame(thrown, caught.getCause());
            AtomicIntegerArray counts = new AtomicIntegerArray(1);
            workers.run(50, (task, worker) -> counts.incrementAndGet(0));
            assertEquals(50, counts.get(0));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "4, 4", "4, 1"})
    void aThreadThatFellAsleepIsNotWaitedForAndWakesForTheNextCall(int threads, int processors) throws InterruptedException {
        Workers workers = new Workers(threads, processors);
        for (int call = 0; call < 5; call++) {
            Thread.sleep(20);
            AtomicIntegerArray counts = new AtomicIntegerArray(1);
            workers.run(100, (task, worker) -> counts.incrementAndGet(0));
            assertEquals(100, counts.get(0));
        }
    }

    /** The tasks of the others take longer than the caller spins, so that it sleeps or offers its processor. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aCallerWaitsForTasksThatTakeLong(int processors) {
        Workers workers = new Workers(3, processors);
        for (int call = 0; call < 20; call++) {
            AtomicIntegerArray counts = new AtomicIntegerArray(1);
            workers.run(3, (task, worker) -> {
                if (worker != 0) {
                    LockSupport.parkNanos(2_000_000);
                }
                counts.incrementAndGet(0);
            });
            assertEquals(3, counts.get(0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -3})
    void aPoolWithoutThreadsIsRefused(int threads) {
        assertThrows(IllegalArgumentException.class, () -> new Workers(threads));
    }
}
