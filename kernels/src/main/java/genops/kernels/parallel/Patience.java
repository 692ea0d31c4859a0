package genops.kernels.parallel;

/**
 * How long one waiting thread spins before it sleeps: about half a millisecond, since a call follows the last one at once and a sleeping
 * thread wakes too late for a short one.
 *
 * <p>A thread that spins where another wants the processor takes from that one a time slice of milliseconds, and then has used up its own
 * when the call it waited for comes. So a spinning thread offers its processor every few microseconds, which costs a fraction of one where
 * nobody wants it. Where another took it, this wait is over, and the next ones are skipped: one at first, twice as many each time that
 * another is found again.
 *
 * <p>Each belongs to one thread; nothing is allocated on the way.
 */
final class Patience {
    /** Spins of a wait: about half a millisecond. */
    static final int SPINS = 20_000;
    /** Spins from one offer to the next: about 25 microseconds. */
    static final int SPINS_OF_OFFER = 1_000;
    /** An offer that took longer was taken up; one that was not takes about a microsecond. */
    static final long TAKEN_NANOSECONDS = 20_000;
    /** Most waits that are skipped in a row. */
    static final int MOST_SKIPPED = 1024;

    private final int most;
    private int left;
    private int skipped;
    private int toSkip;

    private Patience(int most) {
        this.most = most;
    }

    /** Of a pool that finds a processor for each of its threads. */
    static Patience usual() {
        return new Patience(SPINS);
    }

    /** Of a pool with more threads than processors: another thread always wants this one. */
    static Patience none() {
        return new Patience(0);
    }

    /** A wait begins. */
    void begin() {
        if (toSkip > 0) {
            toSkip--;
            left = 0;
        } else {
            left = most;
        }
    }

    /** Whether to spin once more; otherwise it is time to sleep. */
    boolean lasts() {
        if (left == 0) {
            return false;
        }
        if (--left % SPINS_OF_OFFER == 0) {
            long start = System.nanoTime();
            Thread.yield();
            offered(System.nanoTime() - start);
        }
        return true;
    }

    /**
     * What came of an offer.
     *
     * @param nanoseconds how long the thread was without its processor
     */
    void offered(long nanoseconds) {
        if (nanoseconds < TAKEN_NANOSECONDS) {
            skipped = 0;
        } else {
            left = 0;
            skipped = Math.clamp(2L * skipped, 1, MOST_SKIPPED);
            toSkip = skipped;
        }
    }
}
