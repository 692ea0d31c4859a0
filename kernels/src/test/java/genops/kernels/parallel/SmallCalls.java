package genops.kernels.parallel;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Main class of a JVM that makes many small calls and prints how much processor time they took, as a multiple of what they have to take.
 * Work is time that goes by, so what other processes take of the processor makes the number smaller, never larger.
 */
public final class SmallCalls {
    private static final int CALLS = 2000;
    private static final int TASKS = 8;
    private static final long TASK_NANOSECONDS = 20_000;
    /** The caller's own work between two calls, in which the other threads wait. */
    private static final long BETWEEN_NANOSECONDS = 400_000;

    private SmallCalls() {}

    public static void main(String[] arguments) {
        Workers workers = new Workers(Integer.parseInt(arguments[0]));
        run(workers, CALLS / 10);
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long start = system.getProcessCpuTime();
        run(workers, CALLS);
        System.out.println((double) (system.getProcessCpuTime() - start) / CALLS / (TASKS * TASK_NANOSECONDS + BETWEEN_NANOSECONDS));
    }

    private static void run(Workers workers, int calls) {
        AtomicInteger done = new AtomicInteger();
        for (int call = 0; call < calls; call++) {
            workers.run(TASKS, (task, worker) -> {
                spend(TASK_NANOSECONDS);
                done.getAndIncrement();
            });
            spend(BETWEEN_NANOSECONDS);
        }
        if (done.get() != calls * TASKS) {
            throw new IllegalStateException(done + " tasks ran");
        }
    }

    private static void spend(long nanoseconds) {
        long end = System.nanoTime() + nanoseconds;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
