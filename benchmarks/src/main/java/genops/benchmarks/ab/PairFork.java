package genops.benchmarks.ab;

import genops.benchmarks.fork.CaseChannel;
import genops.benchmarks.pair.PairSide;
import genops.benchmarks.pair.PairTimes;
import genops.benchmarks.pair.PairTiming;
import genops.benchmarks.run.Case;
import genops.benchmarks.run.CaseCost;
import genops.benchmarks.run.RunRequest;
import genops.benchmarks.run.RunSeed;
import genops.benchmarks.run.Timing;
import genops.benchmarks.run.WorkerProcess;
import java.util.Optional;

/** Times A and B in turns in a JVM that lives for this alone. */
final class PairFork {
    private static final double SECONDS = 1.5;
    /** A fork of a kernel whose turns scatter is timed for longer, about as long as it takes to start and warm up. */
    private static final double LONGEST_SECONDS = 3;
    /** A fork that knows its ratio so well knows it better than forks differ. */
    private static final double ERROR = 0.006;
    private static final int FEWEST_PAIRS = 5;
    /** Start, loading and warming up of both. */
    private static final double FIXED_SECONDS = 5;
    /** Calls of both for verification, warming up and timing, where a call is long. */
    private static final int CALLS = 30;
    /** Of calls that take so long one is verified. */
    private static final double LONG_CALL_SECONDS = 0.1;

    private final RunRequest request;
    private final PairedBuilds builds;

    PairFork(RunRequest request, PairedBuilds builds) {
        this.request = request;
        this.builds = builds;
    }

    /**
     * What came of it: exactly one of the first two is there.
     *
     * @param times of A and of B
     * @param failure one line why there are none
     * @param seconds that the fork took
     */
    record Outcome(Optional<Times> times, Optional<String> failure, double seconds) {}

    /**
     * Nanoseconds of calls; values of one index are neighbours.
     *
     * @param foreign share of the machine's processor time that others took meanwhile; NaN where it is not known
     */
    record Times(double[] base, double[] candidate, double foreign) {}

    /**
     * Times a fork.
     *
     * @param number of the fork among those of the case, which selects the values of the tensors
     * @param reversed whether B is made ready before A
     * @param place selects where in its page each tensor begins
     */
    Outcome time(PairedCase wanted, int number, boolean reversed, long place) {
        long begun = System.nanoTime();
        String[] names = reversed ? new String[] {"B", "A"} : new String[] {"A", "B"};
        String running = names[0];
        try (WorkerProcess worker = request.startPairs(wanted.wanted().threads(), builds.flags())) {
            for (String name : names) {
                running = name;
                String refused = worker.open(side(wanted, name.equals("A"), number, place));
                if (!refused.isEmpty()) {
                    return failed(name, refused, begun);
                }
            }
            running = "A or B";
            PairTimes times = worker.time(new PairTiming(SECONDS, LONGEST_SECONDS, ERROR, FEWEST_PAIRS, patience(wanted.wanted())));
            if (!times.failedFirst().isEmpty()) {
                return failed(names[0], times.failedFirst(), begun);
            }
            if (!times.failedSecond().isEmpty()) {
                return failed(names[1], times.failedSecond(), begun);
            }
            return new Outcome(Optional.of(new Times(reversed ? times.second() : times.first(), reversed ? times.first() : times.second(),
                    times.foreign())), Optional.empty(), since(begun));
        } catch (WorkerProcess.Died died) {
            return failed(running, died.status() == CaseChannel.TIMED_OUT ? "timed out: no result in time" : "crashed: " + died.getMessage(), begun);
        }
    }

    private static Outcome failed(String name, String reason, long begun) {
        return new Outcome(Optional.empty(), Optional.of(name + " cannot run it: " + reason), since(begun));
    }

    private static double since(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private PairSide side(PairedCase wanted, boolean base, int number, long place) {
        Case timed = wanted.wanted();
        // one fork verifies by several calls, the others by one
        boolean brief = number > 0 || CaseCost.callSeconds(timed) > LONG_CALL_SECONDS;
        return new PairSide(base ? builds.base() : builds.candidate(), timed.offer().operator(), timed.offer().shape(),
                base ? wanted.base() : timed.offer().kernel(), RunSeed.get() + number, place, brief, patience(timed));
    }

    private int patience(Case timed) {
        return request.timeout().orElseGet(() -> Timing.patience(FIXED_SECONDS + CALLS * CaseCost.callSeconds(timed)));
    }
}
