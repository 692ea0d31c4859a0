package genops.benchmarks.fork;

import java.util.function.LongSupplier;

/**
 * Runs a kernel until its time per call no longer falls and the optimising compiler rests. Until C2 has compiled it, Vector API code
 * boxes every vector and is a hundred times slower, and how many calls that takes differs from kernel to kernel: a fixed number of
 * warm-up iterations is too short for some and wastes the time of the others. The time alone does not tell, since before C2 is through
 * it can be steady and a hundred times too long; nor is a time that varies a reason to go on, which on a shared machine it always does.
 */
final class WarmUp {
    /** A time per call is taken over at least this long, or one call. */
    private static final double WINDOW_SECONDS = 0.05;
    /** Settled: for so long no window was faster than this share of the fastest before, nor was anything compiled. */
    private static final double SETTLED_SECONDS = 0.25;
    private static final double PROGRESS = 0.95;
    /** What C2 does now and then for the sake of the JVM itself, and the resolution of its clock. */
    private static final long IDLE_MILLISECONDS = 10;
    private static final double SHORTEST_SECONDS = 0.5;
    /** A compilation under way may not be seen: then this is the time in which C2 is through. */
    private static final double SHORTEST_SECONDS_UNSEEN = 0.8;
    /** A machine that is never steady must not warm up for ever. */
    private static final double LONGEST_SECONDS = 5;

    private WarmUp() {}

    /** Runs the kernel until it is steady. */
    static void of(Runnable kernel) {
        if (CompilerTime.ofThreads().isPresent()) {
            of(kernel, SHORTEST_SECONDS, () -> CompilerTime.ofThreads().orElse(0));
        } else {
            of(kernel, SHORTEST_SECONDS_UNSEEN, CompilerTime::ofFinished);
        }
    }

    /**
     * Runs the kernel until it is steady.
     *
     * @param shortest seconds at least
     * @param compiler milliseconds that the compiler has taken so far
     */
    static void of(Runnable kernel, double shortest, LongSupplier compiler) {
        double fastest = Double.POSITIVE_INFINITY;
        long compiled = 0;
        double settled = 0;
        double gone = 0;
        while (gone < shortest || settled < SETTLED_SECONDS && gone < LONGEST_SECONDS) {
            long begun = System.nanoTime();
            double seconds = 0;
            int calls = 0;
            while (seconds < WINDOW_SECONDS) {
                kernel.run();
                calls++;
                seconds = (System.nanoTime() - begun) / 1e9;
            }
            gone += seconds;
            double perCall = seconds / calls;
            long now = compiler.getAsLong();
            if (perCall < PROGRESS * fastest || now - compiled > IDLE_MILLISECONDS) {
                fastest = Math.min(fastest, perCall);
                compiled = now;
                settled = 0;
            } else {
                settled += seconds;
            }
        }
    }
}
