package genops.kernels.parallel;

import genops.kernels.BoundKernel;

/** A bound kernel that is one pass over a partition by {@link Workers#shared()} and holds no memory of its own. */
public final class PartitionedKernel implements BoundKernel {

    /** What is done to a range of items. */
    @FunctionalInterface
    public interface Range {
        /** Processes the items {@code first … first + count − 1}. */
        void run(long first, int count);
    }

    private final int tasks;
    private final Workers.Task task;

    public PartitionedKernel(Partition partition, Range range) {
        tasks = partition.tasks();
        task = (number, worker) -> range.run(partition.first(number), partition.count(number));
    }

    @Override
    public void run() {
        Workers.shared().run(tasks, task);
    }
}
