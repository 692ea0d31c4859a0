package genops.benchmarks.run;

import java.time.Duration;
import java.util.List;

/** When a run measures ceilings again, to see whether the machine is still what it was: half-way, and every ten minutes. */
final class CeilingWatch {
    private static final Duration EVERY = Duration.ofMinutes(10);

    private final List<CeilingCase> ceilings;
    private long last = System.nanoTime();
    private boolean halfWay;

    /** Watches these. */
    CeilingWatch(List<CeilingCase> ceilings) {
        this.ceilings = List.copyOf(ceilings);
    }

    List<CeilingCase> ceilings() {
        return ceilings;
    }

    /**
     * Whether it is time, in between, to measure them; counts them as measured then.
     *
     * @param finished number of cases finished
     * @param all number of cases
     */
    boolean due(int finished, int all) {
        boolean due = finished < all && (!halfWay && 2 * finished >= all || System.nanoTime() - last > EVERY.toNanos());
        if (due) {
            halfWay |= 2 * finished >= all;
            last = System.nanoTime();
        }
        return due;
    }
}
