package genops.kernels.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import genops.kernels.Jvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pools with more threads than there are processors: those that wait must not take time from the one that works. */
@Timeout(120)
class WorkersOnOneProcessorIT {
    /** Where waiting threads spin for half a millisecond it is 1.5 to 3.4. */
    private static final double MOST = 1.35;

    @BeforeEach
    void needsTaskset() {
        assumeTrue(Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(d -> Files.isExecutable(Path.of(d, "taskset"))), "the program taskset is not installed");
    }

    /** Told two processors and given one, a pool of two is in the place of one that has a neighbour. */
    @ParameterizedTest
    @CsvSource({"4, 1", "2, 1", "64, 1", "2, 2"})
    void smallCallsTakeLittleMoreThanTheirWork(int threads, int processorsTold) throws IOException, InterruptedException {
        Jvm.Result result = Jvm.finish(Jvm.start(List.of("taskset", "-c", "0"), List.of("-XX:ActiveProcessorCount=" + processorsTold),
                SmallCalls.class, Integer.toString(threads)));
        assertEquals(0, result.status(), result.output());
        double times = Double.parseDouble(result.output());
        assertTrue(times <= MOST, "the processor worked " + times + " times as long as it had to");
    }
}
