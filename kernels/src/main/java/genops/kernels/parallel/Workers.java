package genops.kernels.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The fixed pool every CPU kernel splits its tiles over: {@code genops.threads} threads (default: the available processors), the
 * calling thread among them. Handing out work takes one atomic add a task; nothing is allocated or locked on the way.
 */
public final class Workers {
    /** Spins before a waiting thread gives its processor back. */
    private static final int SPINS = 20_000;

    /** One part of a kernel's work. */
    @FunctionalInterface
    public interface Task {
        /**
         * @param task number of the part, {@code 0 … tasks − 1}
         * @param worker number of the thread that runs it, {@code 0 … threads − 1}: selects its scratch memory
         */
        void run(int task, int worker);
    }

    private static final class Shared {
        static final Workers INSTANCE = new Workers(
                Integer.getInteger("genops.threads", Runtime.getRuntime().availableProcessors()));
    }

    private final Thread[] threads;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private volatile int generation;
    private volatile Throwable failure;
    private Task task;
    private int tasks;

    private Workers(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("genops.threads must be at least 1, is " + count);
        }
        threads = new Thread[count - 1];
        for (int i = 0; i < threads.length; i++) {
            int worker = i + 1;
            threads[i] = new Thread(() -> serve(worker), "genops-worker-" + worker);
            threads[i].setDaemon(true);
            threads[i].start();
        }
    }

    /** The pool of this process. */
    public static Workers shared() {
        return Shared.INSTANCE;
    }

    /** Number of threads, the caller's among them. */
    public int count() {
        return threads.length + 1;
    }

    /**
     * Runs the tasks 0 … tasks − 1, each once, in no order, and returns when all are done. To be called by one thread at a time and
     * never from within a task.
     */
    public void run(int tasks, Task task) {
        if (threads.length == 0 || tasks == 1) {
            for (int i = 0; i < tasks; i++) {
                task.run(i, 0);
            }
            return;
        }
        this.task = task;
        this.tasks = tasks;
        next.set(0);
        running.set(threads.length);
        generation++;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
        drain(task, tasks, 0);
        while (running.get() != 0) {
            Thread.onSpinWait();
        }
        this.task = null;
        if (failure != null) {
            Throwable thrown = failure;
            failure = null;
            throw new IllegalStateException("a task failed: " + thrown, thrown);
        }
    }

    private void drain(Task task, int tasks, int worker) {
        try {
            for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
                task.run(i, worker);
            }
        } catch (Throwable e) {
            failure = e;
            next.set(tasks);
        }
    }

    private void serve(int worker) {
        int seen = 0;
        while (true) {
            int spins = 0;
            while (generation == seen) {
                if (spins++ < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            seen++;
            drain(task, tasks, worker);
            running.getAndDecrement();
        }
    }
}
