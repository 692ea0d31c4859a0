package genops.kernels.parallel;

import genops.kernels.BoundKernel;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A bound kernel that is one pass over a partition by {@link Workers#shared()} and holds no memory of its own.
 *
 * <p>Each thread has a share of neighbouring tasks, in every call the same one, so that it finds in its cache what it left there; done
 * with it, it helps with the others'.
 */
public final class PartitionedKernel implements BoundKernel {
    /** Integers from a share's counter to the next: two do not lie in one cache line. */
    private static final int PITCH = 32;

    /** What is done to a range of items. */
    @FunctionalInterface
    public interface Range {
        /** Processes the items {@code first … first + count − 1}. */
        void run(long first, int count);
    }

    private final Partition partition;
    private final Range range;
    private final int shares;
    /** The next task of each share. */
    private final AtomicIntegerArray next;
    private final Workers.Task task = this::task;

    public PartitionedKernel(Partition partition, Range range) {
        this.partition = partition;
        this.range = range;
        this.shares = Math.min(partition.tasks(), Workers.shared().count());
        this.next = new AtomicIntegerArray(shares * PITCH);
    }

    @Override
    public void run() {
        for (int share = 0; share < shares; share++) {
            next.set(share * PITCH, first(share));
        }
        Workers.shared().run(shares, task);
    }

    private void task(int number, int worker) {
        for (int i = 0; i < shares; i++) {
            drain((number + i) % shares);
        }
    }

    private void drain(int share) {
        int end = first(share + 1);
        for (int task = next.getAndIncrement(share * PITCH); task < end; task = next.getAndIncrement(share * PITCH)) {
            range.run(partition.first(task), partition.count(task));
        }
    }

    /** First task of a share. */
    private int first(int share) {
        return (int) ((long) partition.tasks() * share / shares);
    }
}
