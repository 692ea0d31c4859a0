package genops.benchmarks.fork;

import com.sun.management.OperatingSystemMXBean;
import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Kernels;
import genops.kernels.Precision;
import genops.kernels.Tensors;
import genops.shapes.operator.Linear;
import java.lang.management.ManagementFactory;

/** Main class of a JVM that pauses after each call of a kernel and prints the milliseconds of processor time that a pause took. */
public final class PausesAfterCalls {
    private static final int CALLS = 30;
    private static final long PAUSE_MILLISECONDS = 40;

    private PausesAfterCalls() {}

    public static void main(String[] arguments) throws InterruptedException {
        Linear shape = new Linear(256, 256, 256, false);
        Kernel<Linear> kernel = Kernels.find(Linear.class, arguments[0]);
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (Tensors tensors = Tensors.random(shape, Precision.FP32, 1); BoundKernel bound = kernel.bind(shape, tensors)) {
            long nanoseconds = 0;
            for (int call = 0; call < 2 * CALLS; call++) {
                bound.run();
                long start = system.getProcessCpuTime();
                Thread.sleep(PAUSE_MILLISECONDS);
                // the first calls are those in which the JVM compiles
                nanoseconds += call < CALLS ? 0 : system.getProcessCpuTime() - start;
            }
            System.out.println(nanoseconds / 1e6 / CALLS);
        }
    }
}
