package genops.kernels.onednn;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Kernels;
import genops.kernels.Precision;
import genops.kernels.Tensors;
import genops.shapes.operator.Linear;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call into a vendor's library leaves nothing on the Java heap once it is compiled. */
class AllocationIT {
    private static final int WARM_UP = 30_000;
    private static final int RUNS = 1000;

    @ParameterizedTest
    @ValueSource(strings = {"onednn/matmul", "openblas/sgemm"})
    @Tag("allocation")
    void runAllocatesNothing(String id) {
        Linear shape = new Linear(2, 16, 16, true);
        Kernel<Linear> kernel = Kernels.find(Linear.class, id);
        assumeTrue(kernel.unsupported(shape).isEmpty());
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Tensors tensors = Tensors.random(shape, Precision.FP32, 1); BoundKernel bound = kernel.bind(shape, tensors)) {
            run(bound, WARM_UP);
            long before = threads.getCurrentThreadAllocatedBytes();
            run(bound, RUNS);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(allocated < RUNS, id + " allocated " + allocated + " bytes in " + RUNS + " runs");
        }
    }

    private static void run(BoundKernel bound, int times) {
        for (int i = 0; i < times; i++) {
            bound.run();
        }
    }
}
