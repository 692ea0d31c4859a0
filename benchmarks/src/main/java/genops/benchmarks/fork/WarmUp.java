package genops.benchmarks.fork;

/**
 * Runs a kernel until its time per call no longer falls. Until C2 has compiled it, Vector API code boxes every vector and is a hundred
 * times slower, and how many calls that takes differs from kernel to kernel: a fixed number of warm-up iterations is too short for some
 * and wastes the time of the others.
 */
final class WarmUp {
    /** A time per call is taken over at least this long, or one call. */
    private static final double WINDOW_SECONDS = 0.1;
    /** Steady: so many windows in a row within this share of the fastest. */
    private static final int STEADY_WINDOWS = 3;
    private static final double STEADY = 1.05;
    /** Before C2 is through, a time can be steady and a hundred times too long. */
    private static final double SHORTEST_SECONDS = 0.8;
    /** A machine that is never steady must not warm up for ever. */
    private static final double LONGEST_SECONDS = 5;

    private WarmUp() {}

    /** Runs the kernel until it is steady. */
    static void of(Runnable kernel) {
        double fastest = Double.POSITIVE_INFINITY;
        int steady = 0;
        double gone = 0;
        while (gone < SHORTEST_SECONDS || steady < STEADY_WINDOWS && gone < LONGEST_SECONDS) {
            long begun = System.nanoTime();
            double seconds = 0;
            int calls = 0;
            while (seconds < WINDOW_SECONDS) {
                kernel.run();
                calls++;
                seconds = (System.nanoTime() - begun) / 1e9;
            }
            double perCall = seconds / calls;
            steady = perCall <= STEADY * fastest ? steady + 1 : 0;
            fastest = Math.min(fastest, perCall);
            gone += seconds;
        }
    }
}
