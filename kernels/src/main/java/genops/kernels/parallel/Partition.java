package genops.kernels.parallel;

/**
 * Cuts a tensor into contiguous tasks: large enough that handing one out costs nothing beside it, small enough that all threads
 * end together, one alone where the tensor is so small that a second thread would come too late.
 *
 * @param items number of items (elements, rows) to cut
 * @param itemsPerTask items of each task but the last
 */
public record Partition(long items, int itemsPerTask) {
    /** Bytes of one task at least: some microseconds of memory traffic, a few times what waking a thread takes. */
    private static final long SMALLEST_TASK = 128 << 10;
    /** Bytes of one task at most: half of a usual second-level cache. */
    private static final long LARGEST_TASK = 512 << 10;
    /** Tasks per thread where there is enough work, for balance. */
    private static final int TASKS_PER_THREAD = 4;

    /**
     * Cuts for {@link Workers#shared()}.
     *
     * @param items number of items
     * @param bytesPerItem bytes read and written for one item
     * @param multiple all tasks but the last have a multiple of this many items
     */
    public static Partition of(long items, long bytesPerItem, int multiple) {
        long even = items * bytesPerItem / ((long) TASKS_PER_THREAD * Workers.shared().count());
        long bytes = Math.clamp(even, SMALLEST_TASK, LARGEST_TASK);
        long perTask = Math.max(1, bytes / bytesPerItem);
        return new Partition(items, Math.toIntExact((perTask + multiple - 1) / multiple * multiple));
    }

    /** Number of tasks. */
    public int tasks() {
        return Math.toIntExact((items + itemsPerTask - 1) / itemsPerTask);
    }

    /** First item of a task. */
    public long first(int task) {
        return (long) task * itemsPerTask;
    }

    /** Number of items of a task. */
    public int count(int task) {
        return (int) Math.min(itemsPerTask, items - first(task));
    }
}
