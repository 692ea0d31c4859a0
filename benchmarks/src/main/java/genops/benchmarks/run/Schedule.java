package genops.benchmarks.run;

import genops.results.table.Numbers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.openjdk.jmh.runner.options.Options;

/**
 * Shares the time of a run among its cases: each gets the least it takes, which differs by the size of its tensors and the length of a
 * call, and all get the same of what is left over. What is expected is held against what cases took on this machine, so that the run
 * keeps its time, and says how much is left, on a slow one too.
 */
final class Schedule {
    /** More than this tells little more about a case. */
    static final double LONGEST_CASE_SECONDS = 15;
    /** Expected and actual seconds that count before the first case. */
    private static final double PRIOR_SECONDS = 30;
    /** A case may not take more than this share of a run … */
    private static final double LARGEST_SHARE = 1.0 / 20;
    /** … or this long, which a machine that is disturbed must not exceed. */
    private static final double ALWAYS_ALLOWED_SECONDS = 45;
    /** A fork may take so many times what is expected. */
    private static final double TOLERANCE = 4;

    private final OptionalDouble runSeconds;
    private final List<Case> cases;
    private final CallEstimate estimate;
    private final Options options;
    private double expectedSoFar = PRIOR_SECONDS;
    private double actualSoFar = PRIOR_SECONDS;

    /**
     * @param runSeconds time the run may take in all; empty where every case gets the time that it is worth
     * @param cases in the order in which they are timed
     * @param estimate of a call
     * @param options what stands on the command line, which wins
     */
    Schedule(OptionalDouble runSeconds, List<Case> cases, CallEstimate estimate, Options options) {
        this.runSeconds = runSeconds;
        this.cases = List.copyOf(cases);
        this.estimate = estimate;
        this.options = options;
    }

    /**
     * Forks and iterations of a case.
     *
     * @param number of the case, from 0
     * @param gone seconds since the run began
     */
    Timing timing(int number, double gone) {
        return timing(cases.get(number), spare(number, gone));
    }

    /** Seconds that this case is expected to take with this timing. */
    double expected(Case timed, Timing timing) {
        return pace() * timing.caseSeconds(estimate.seconds(timed), timed.offer().bytesNeeded());
    }

    /** Seconds that the cases from this one on are expected to take. */
    double left(int number, double gone) {
        double spare = spare(number, gone);
        return cases.subList(number, cases.size()).stream().filter(this::fits).mapToDouble(c -> expected(c, timing(c, spare))).sum();
    }

    /** One line why a case would take too much of the run; empty where it does not, or nothing is known of its kernel yet. */
    Optional<String> tooLong(Case timed) {
        if (runSeconds.isEmpty() || !estimate.knows(timed)) {
            return Optional.empty();
        }
        return affordable(timed) ? Optional.empty()
                : Optional.of("would take about " + Numbers.time(least(timed) * 1e9) + " of the " + Numbers.significant(runSeconds.getAsDouble() / 60)
                        + " min of the run; alone, or with more --minutes, it is timed");
    }

    /** Seconds after which a fork is given up. */
    int patience(Case timed, Timing timing) {
        double fork = pace() * timing.forkSeconds(estimate.seconds(timed), timed.offer().bytesNeeded());
        return runSeconds.isEmpty() ? Timing.patience(fork) : (int) Math.ceil(Math.max(allowed(), TOLERANCE * fork));
    }

    /** Learns how long a case took that was expected to take so long. */
    void took(double expected, double actual) {
        expectedSoFar += expected / pace();
        actualSoFar += actual;
    }

    /** Actual seconds for each one expected. */
    private double pace() {
        return actualSoFar / expectedSoFar;
    }

    private double allowed() {
        return Math.max(ALWAYS_ALLOWED_SECONDS, LARGEST_SHARE * runSeconds.orElse(0));
    }

    /** What each case that is left may take beyond the least. */
    private double spare(int number, double gone) {
        if (runSeconds.isEmpty()) {
            return LONGEST_CASE_SECONDS;
        }
        List<Case> left = cases.subList(number, cases.size()).stream().filter(this::fits).toList();
        double least = left.stream().mapToDouble(this::least).sum();
        return left.isEmpty() ? 0 : Math.max(0, (runSeconds.getAsDouble() - gone - least) / left.size());
    }

    private Timing timing(Case timed, double spare) {
        double callSeconds = estimate.seconds(timed);
        double bytes = timed.offer().bytesNeeded();
        double least = Timing.fit(0, callSeconds, bytes).caseSeconds(callSeconds, bytes);
        return Timing.fit(Math.max(least, Math.min(LONGEST_CASE_SECONDS, least + spare / pace())), callSeconds, bytes).overriddenBy(options);
    }

    /** Whether a case takes part in sharing the time: it can run, and is not too long for the run. */
    private boolean fits(Case planned) {
        return planned.offer().reason().isEmpty() && (runSeconds.isEmpty() || affordable(planned));
    }

    private boolean affordable(Case timed) {
        return least(timed) <= allowed();
    }

    private double least(Case timed) {
        return expected(timed, timing(timed, 0));
    }
}
