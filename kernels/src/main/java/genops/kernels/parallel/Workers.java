package genops.kernels.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The fixed pool every CPU kernel splits its tiles over: {@code genops.threads} threads (default: the available processors), the
 * calling thread among them. Handing out a task takes one compare-and-set; nothing is allocated or locked on the way. A call ends when
 * its tasks are done, whether or not a sleeping thread woke up in time to take one.
 *
 * <p>Between calls its threads spin for a while ({@link Patience}), and so does a caller that waits for the last tasks. With more threads
 * than the processors that this process may use nobody spins, since one that does keeps another from its work: all sleep at once.
 */
public final class Workers {
    /** Spins of a caller before it offers its processor: about 50 microseconds, or one where threads take turns. */
    private static final int CALLER_SPINS = 2_000;
    private static final int CALLER_SPINS_IN_TURNS = 40;
    /** Spins of a caller from one offer to the next: about 2 microseconds, so that it still sees at once when all is done. */
    private static final int CALLER_SPINS_OF_OFFER = 100;

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
    /** Whether there are more threads than processors. */
    private final boolean takeTurns;
    /** Number of the call in its upper half, tasks nobody has taken in its lower: a late thread cannot take another call's task. */
    private final AtomicLong open = new AtomicLong();
    private final AtomicInteger unfinished = new AtomicInteger();
    private volatile int generation;
    private volatile Throwable failure;
    /** A caller that sleeps until its tasks are done; null where none does. */
    private volatile Thread sleeper;
    // written before, and read after, the generation
    private Task task;

    Workers(int count) {
        this(count, Runtime.getRuntime().availableProcessors());
    }

    /** A pool of so many threads on so many processors. */
    Workers(int count, int processors) {
        if (count < 1) {
            throw new IllegalArgumentException("genops.threads must be at least 1, is " + count);
        }
        takeTurns = count > processors;
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
        if (unfinished.get() != 0) {
            awaitOthers();
        }
        this.task = null;
    }

    /** Returns when the tasks that other threads took are done. */
    private void awaitOthers() {
        int spins = takeTurns ? CALLER_SPINS_IN_TURNS : CALLER_SPINS;
        for (int i = 0; i < spins; i++) {
            if (unfinished.get() == 0) {
                return;
            }
            Thread.onSpinWait();
        }
        if (takeTurns) {
            sleep();
        } else {
            spinAndOffer();
        }
    }

    /** A thread that was to finish its task may wait for this processor, even with as many processors as threads: others compute too. */
    private void spinAndOffer() {
        int spins = 0;
        while (unfinished.get() != 0) {
            if (++spins == CALLER_SPINS_OF_OFFER) {
                spins = 0;
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private void sleep() {
        // set before unfinished is read, and read after it is counted down: either this thread sees zero or the other sees the sleeper
        sleeper = Thread.currentThread();
        while (unfinished.get() != 0) {
            LockSupport.park(this);
        }
        sleeper = null;
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
                if (unfinished.decrementAndGet() == 0) {
                    // does nothing where nobody sleeps
                    LockSupport.unpark(sleeper);
                }
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
        Patience patience = takeTurns ? Patience.none() : Patience.usual();
        int seen = 0;
        while (true) {
            patience.begin();
            while (generation == seen) {
                if (patience.lasts()) {
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
