package genops.kernels.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionTest {
    /** Elements of a scale, rows of a norm, and rows of which each is larger than any task. */
    @ParameterizedTest
    @CsvSource({"1, 8, 64", "100003, 8, 64", "2147500000, 8, 64", "100000000000, 12, 64", "524300, 32768, 1", "2147418112, 8, 1", "3, 9000000000, 1"})
    void tasksFollowEachOtherToTheLastItem(long items, long bytesPerItem, int multiple) {
        Partition partition = Partition.of(items, bytesPerItem, multiple);
        long next = 0;
        for (int task = 0; task < partition.tasks(); task++) {
            assertEquals(next, partition.first(task));
            assertTrue(partition.count(task) > 0);
            next += partition.count(task);
        }
        assertEquals(items, next);
    }
}
