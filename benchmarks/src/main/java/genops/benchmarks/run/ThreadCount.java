package genops.benchmarks.run;

import java.util.Optional;

/** Whether so many threads make sense on this machine. */
public final class ThreadCount {

    private ThreadCount() {}

    /**
     * What to say of a run whose kernels have more threads than there are processors; empty where they have not.
     *
     * @param threads threads of a kernel, the most of the run
     * @param available processors that this process may use, which {@code taskset} and the quota of a container limit
     */
    public static Optional<String> warning(int threads, int available) {
        if (threads <= available) {
            return Optional.empty();
        }
        return Optional.of(threads + " threads on " + (available == 1 ? "1 processor" : available + " processors")
                + ": they take turns, times mean little; leave out --threads or use --threads " + available);
    }
}
