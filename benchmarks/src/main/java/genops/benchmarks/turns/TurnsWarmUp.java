package genops.benchmarks.turns;

import genops.benchmarks.fork.CompilerTime;

/**
 * Calls a kernel until it is steady, in a JVM that has run many shapes. Where the kernel ran here before, its code is compiled, and what is
 * left is what is new at this shape: a few calls tell, and where the compiler begins to work, it is waited for.
 *
 * @param shortest seconds at least
 * @param settled for so many seconds no window may be faster than those before, nor anything compiled
 */
record TurnsWarmUp(double shortest, double settled) {
    /** Of a kernel that this JVM has not run before. */
    static final TurnsWarmUp FIRST = new TurnsWarmUp(0.5, 0.25);
    /** Of a kernel that this JVM has run at another shape. */
    static final TurnsWarmUp AGAIN = new TurnsWarmUp(0.03, 0.03);

    /** A time per call is taken over at least this long, or one call. */
    private static final double WINDOW_SECONDS = 0.01;
    private static final double PROGRESS = 0.95;
    private static final long IDLE_MILLISECONDS = 10;
    private static final double LONGEST_SECONDS = 5;

    /**
     * Runs the kernel until it is steady.
     *
     * @return nanoseconds of a call in the last window
     */
    double of(Runnable kernel) {
        double fastest = Double.POSITIVE_INFINITY;
        long compiled = compiler();
        double rested = 0;
        double gone = 0;
        double perCall = 0;
        while (gone < shortest || rested < settled && gone < LONGEST_SECONDS) {
            long begun = System.nanoTime();
            double seconds = 0;
            int calls = 0;
            while (seconds < WINDOW_SECONDS) {
                kernel.run();
                calls++;
                seconds = (System.nanoTime() - begun) / 1e9;
            }
            gone += seconds;
            perCall = seconds / calls;
            long now = compiler();
            // a long call is steady where the compiler took little of it
            if (perCall < PROGRESS * fastest && seconds < settled || now - compiled > IDLE_MILLISECONDS + 100 * seconds) {
                fastest = Math.min(fastest, perCall);
                compiled = now;
                rested = 0;
            } else {
                compiled = now;
                rested += seconds;
            }
        }
        return 1e9 * perCall;
    }

    private static long compiler() {
        return CompilerTime.ofThreads().orElseGet(CompilerTime::ofFinished);
    }
}
