package genops.kernels.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionedKernelTest {
    @ParameterizedTest
    @CsvSource({"1, 5", "2, 1", "5, 5", "6, 5", "1000, 7", "1001, 1"})
    void everyCallProcessesEachItemOnce(int items, int itemsPerTask) {
        int calls = 300;
        AtomicIntegerArray times = new AtomicIntegerArray(items);
        PartitionedKernel kernel = new PartitionedKernel(new Partition(items, itemsPerTask), (first, count) -> {
            for (long i = first; i < first + count; i++) {
                times.incrementAndGet((int) i);
            }
        });
        for (int call = 1; call <= calls; call++) {
            kernel.run();
            for (int i = 0; i < items; i++) {
                assertEquals(call, times.get(i), "item " + i + " after call " + call);
            }
        }
    }

    @Test
    void aCallAfterOneThatFailedIsWhole() {
        AtomicIntegerArray times = new AtomicIntegerArray(100);
        boolean[] fails = {true};
        PartitionedKernel kernel = new PartitionedKernel(new Partition(100, 3), (first, count) -> {
            if (fails[0]) {
                throw new IllegalArgumentException("as asked for");
            }
            for (long i = first; i < first + count; i++) {
                times.incrementAndGet((int) i);
            }
        });
        assertThrows(IllegalStateException.class, kernel::run);
        fails[0] = false;
        kernel.run();
        for (int i = 0; i < 100; i++) {
            assertEquals(1, times.get(i));
        }
    }
}
