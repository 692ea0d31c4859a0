package genops.kernels.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The fixed pool every CPU kernel splits its tiles over: {@code genops.threads} threads (default: the available processors), the
 * calling thread among them. Handing out a task takes one compare-and-set; nothing is allocated or locked on the way. A call ends when
 * its tasks are done, whether or not a sleeping thread woke up in time to take one.
 */
public final class Workers {
    /** Spins before a waiting thread gives its processor back: about half a millisecond. */
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
    /** Number of the call in its upper half, tasks nobody has taken in its lower: a late thread cannot take another call's task. */
    private final AtomicLong open = new AtomicLong();
    private final AtomicInteger unfinished = new AtomicInteger();
    private volatile int generation;
    private volatile Throwable failure;
    // written before, and read after, the generation
    private Task task;

    Workers(int count) {
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
     *
     * @throws IllegalStateException if a task threw, with what it threw as cause; some of the others may then not have run
     */
    public void run(int tasks, Task task) {
        if (tasks < 1) {
            return;
        }
        failure = null;
        if (threads.length == 0 || tasks == 1) {
            for (int i = 0; i < tasks && failure == null; i++) {
                attempt(task, i, 0);
            }
        } else {
            share(tasks, task);
        }
        Throwable thrown = failure;
        if (thrown != null) {
            throw new IllegalStateException("a task failed: " + thrown, thrown);
        }
    }

    private void share(int tasks, Task task) {
        this.task = task;
        unfinished.set(tasks);
        int call = generation + 1;
        open.set((long) call << 32 | tasks);
        generation = call;
        for (int i = 0; i < Math.min(threads.length, tasks - 1); i++) {
            LockSupport.unpark(threads[i]);
        }
        drain(call, 0);
        while (unfinished.get() != 0) {
            Thread.onSpinWait();
        }
        this.task = null;
    }

    private void drain(int call, int worker) {
        while (true) {
            long claim = open.get();
            int left = (int) claim;
            if ((int) (claim >>> 32) != call || left == 0) {
                return;
            }
            // read before the claim: only while this call has an unclaimed task is it sure to be this call's
            Task current = task;
            if (open.compareAndSet(claim, claim - 1)) {
                if (failure == null) {
                    attempt(current, left - 1, worker);
                }
                unfinished.getAndDecrement();
            }
        }
    }

    private void attempt(Task current, int number, int worker) {
        try {
            current.run(number, worker);
        } catch (Throwable e) {
            failure = e;
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
            seen = generation;
            drain(seen, worker);
        }
    }
}
