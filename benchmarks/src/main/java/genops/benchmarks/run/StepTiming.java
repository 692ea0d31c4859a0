package genops.benchmarks.run;

import genops.benchmarks.step.Step;
import genops.shapes.operator.Operator;
import java.time.Duration;
import java.util.List;
import org.openjdk.jmh.runner.options.Options;

/** Forks and rounds of a step: the first fork tells how long a round takes, the others are fitted into what is left of the time. */
final class StepTiming {
    /** Rounds of a fork where there is no time to keep. */
    static final int ROUNDS = 3;
    private static final int FEWEST_ROUNDS = 2;
    private static final int MOST_ROUNDS = 15;
    private static final int FORKS = 2;
    /** Of a round: what is lost to floating point. */
    private static final double ROUNDING = 1e-6;

    /** What a processor of two cores reaches with any of the kernels. */
    private static final double FLOPS_PER_SECOND = 1e11;
    private static final double BYTES_PER_SECOND = 5e9;
    /** Steps before the timed ones: each kernel is verified and warmed up at its shape, and the whole step a few times. */
    private static final int STEPS_BEFORE = 8;
    /** Start of a JVM, and for each shape its verification and least warm-up. */
    private static final double START_SECONDS = 5;
    private static final double SHAPE_SECONDS = 0.5;

    private StepTiming() {}

    /** Seconds that a fork is expected to take, before anything is known of this machine. */
    static double forkSeconds(Step step, int rounds) {
        List<Operator> calls = step.calls();
        double seconds = calls.stream()
                .mapToDouble(c -> Math.max(c.flops() / FLOPS_PER_SECOND, c.bytes(Float.BYTES) / BYTES_PER_SECOND)).sum();
        return START_SECONDS + SHAPE_SECONDS * calls.stream().distinct().count() + 2 * (STEPS_BEFORE + rounds) * seconds;
    }

    /** Forks and rounds of the first fork. */
    static Timing first(Options jmh) {
        return new Timing(1, 0, Duration.ZERO, jmh.getMeasurementIterations().orElse(ROUNDS), Duration.ZERO);
    }

    /**
     * Forks and rounds of the others.
     *
     * @param left seconds that are left
     * @param forkSeconds what the first fork took
     * @param roundSeconds what a round took in it
     * @return no forks where there is no time for one
     */
    static Timing others(Options jmh, double left, double forkSeconds, double roundSeconds) {
        int forks = jmh.getForkCount().orElse(FORKS) - 1;
        double setUp = forkSeconds - first(jmh).iterations() * roundSeconds;
        int fitting = (int) Math.min(MOST_ROUNDS, (left / Math.max(1, forks) - setUp) / roundSeconds + ROUNDING);
        int rounds = jmh.getMeasurementIterations().orElse(fitting);
        boolean time = forks > 0 && (jmh.getForkCount().hasValue() || fitting >= FEWEST_ROUNDS);
        return new Timing(time ? forks : 0, 0, Duration.ZERO, Math.max(FEWEST_ROUNDS, rounds), Duration.ZERO);
    }

    /** Seconds left for the others where there is no time to keep: as many rounds as in the first. */
    static double unlimited(Options jmh, double forkSeconds) {
        return forkSeconds * Math.max(1, jmh.getForkCount().orElse(FORKS) - 1);
    }
}
