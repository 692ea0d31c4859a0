package genops.benchmarks.fork;

import java.util.function.LongSupplier;

/**
 * Runs a kernel until its time per call no longer falls and the optimising compiler rests. Until C2 has compiled it, Vector API code
 * boxes every vector and is a hundred times slower, and how many calls that takes differs from kernel to kernel: a fixed number of
 * warm-up iterations is too short for some and wastes the time of the others. The time alone does not tell, since before C2 is through
 * it can be steady and a hundred times too long; nor is a time that varies a reason to go on, which on a shared machine it always does.
 */
public final class WarmUp {
    /** No window was faster than this share of the fastest before: no progress. */
    private static final double PROGRESS = 0.95;
    /** What C2 does now and then for the sake of the JVM itself, and the resolution of its clock … */
    private static final long IDLE_MILLISECONDS = 10;
    /** … and of a window that is longer than usual so much. */
    private static final double IDLE_SHARE = 0.01;
    /** A compilation under way may not be seen: then it takes so much longer until C2 is sure to be through. */
    private static final double UNSEEN_SECONDS = 0.3;

    private static final Patience CASE = new Patience(0.05, 0.25, 0.5, 5);
    private static final Patience ONE_OF_MANY = new Patience(0.01, 0.03, 0.05, 2);
    private static final Patience STEP = new Patience(0.05, 0.1, 0.1, 15);

    /**
     * How long it is gone on.
     *
     * @param window seconds over which a time per call is taken at least, or one call
     * @param settled seconds in which nothing became faster or was compiled
     * @param shortest seconds at least
     * @param longest seconds, for a machine that is never steady must not warm up for ever
     */
    private record Patience(double window, double settled, double shortest, double longest) {

        Patience atLeast(double seconds) {
            return new Patience(window, settled, seconds, longest);
        }
    }

    private WarmUp() {}

    /** Runs the kernel until it is steady. */
    public static void of(Runnable kernel) {
        of(kernel, CASE);
    }

    /** The same in a tenth of the time: for one of many kernels and shapes that a JVM runs, most of whose code others have had compiled. */
    public static void oneOfMany(Runnable kernel) {
        of(kernel, ONE_OF_MANY);
    }

    /** The same for a run of many kernels, which may take seconds. */
    public static void step(Runnable step) {
        of(step, STEP);
    }

    private static void of(Runnable kernel, Patience patience) {
        if (CompilerTime.ofThreads().isPresent()) {
            of(kernel, patience, () -> CompilerTime.ofThreads().orElse(0));
        } else {
            of(kernel, patience.atLeast(patience.shortest + UNSEEN_SECONDS), CompilerTime::ofFinished);
        }
    }

    /**
     * Runs the kernel until it is steady.
     *
     * @param shortest seconds at least
     * @param compiler milliseconds that the compiler has taken so far
     */
    static void of(Runnable kernel, double shortest, LongSupplier compiler) {
        of(kernel, CASE.atLeast(shortest), compiler);
    }

    private static void of(Runnable kernel, Patience patience, LongSupplier compiler) {
        double fastest = Double.POSITIVE_INFINITY;
        long compiled = 0;
        double settled = 0;
        double gone = 0;
        while (gone < patience.shortest || settled < patience.settled && gone < patience.longest) {
            long begun = System.nanoTime();
            double seconds = 0;
            int calls = 0;
            while (seconds < patience.window) {
                kernel.run();
                calls++;
                seconds = (System.nanoTime() - begun) / 1e9;
            }
            gone += seconds;
            double perCall = seconds / calls;
            long now = compiler.getAsLong();
            if (perCall < PROGRESS * fastest || now - compiled > Math.max(IDLE_MILLISECONDS, 1000 * IDLE_SHARE * seconds)) {
                fastest = Math.min(fastest, perCall);
                compiled = now;
                settled = 0;
            } else {
                settled += seconds;
            }
        }
    }
}
