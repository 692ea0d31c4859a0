package genops.benchmarks.run;

import java.time.Duration;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How long a case is timed: JMH forks, and in each warm-up and measurement iterations.
 *
 * @param forks forked JVMs
 * @param warmups warm-up iterations of a fork
 * @param warmup least time of one
 * @param iterations measurement iterations of a fork
 * @param iteration least time of one
 */
public record Timing(int forks, int warmups, Duration warmup, int iterations, Duration iteration) {
    /** A fork may take so many times what was estimated … */
    private static final double PATIENCE = 20;
    /** … and a minute. */
    private static final int PATIENCE_SECONDS = 60;
    /** Start and end of a JVM, connection to JMH, verification, and the least time in which a kernel becomes steady. */
    private static final double START_SECONDS = 1.6;
    /** Calls before the timed ones: verification, and a long call's warm-up until it is steady. */
    private static final int CALLS_BEFORE = 4;
    /** Tensors are made, filled and scanned. */
    private static final double PREPARED_BYTES_PER_SECOND = 8e8;
    /** Share of a fork's time that goes to warming up. */
    private static final double WARMUP_SHARE = 0.25;
    /** Shortest time worth an iteration: a thousand times the resolution of the clock, and enough for C2. */
    private static final double SHORTEST_SECONDS = 0.05;
    private static final double LONGEST_SECONDS = 1.0;
    /** Each iteration is then one call or a few, and the fork has called the kernel until it was steady. */
    private static final double LONG_CALL_SECONDS = 0.2;

    /**
     * Fits forks and iterations into a time. Forks come first: alignment and inlining differ from fork to fork, so three forks of
     * few iterations tell more than one of many. However long a call takes, every case gets two forks of two iterations, so that its
     * spread is known.
     *
     * @param caseSeconds time the case should take in all
     * @param callSeconds estimated time of one call
     * @param bytes memory to prepare in each fork
     */
    public static Timing fit(double caseSeconds, double callSeconds, double bytes) {
        double fixed = startSeconds(callSeconds, bytes);
        int forks = caseSeconds >= 3 * (fixed + 8 * Math.max(callSeconds, SHORTEST_SECONDS)) ? 3 : 2;
        double timed = Math.max(0, caseSeconds / forks - fixed);
        boolean longCall = callSeconds >= LONG_CALL_SECONDS;
        int warmups = longCall ? 0 : count(WARMUP_SHARE * timed, callSeconds, 1, 2);
        int iterations = count((1 - WARMUP_SHARE) * timed, callSeconds, longCall ? 2 : 3, 5);
        return new Timing(forks, warmups, each(WARMUP_SHARE * timed / Math.max(1, warmups)),
                iterations, each((1 - WARMUP_SHARE) * timed / iterations));
    }

    private static int count(double seconds, double callSeconds, int least, int most) {
        return (int) Math.clamp(seconds / Math.max(callSeconds, SHORTEST_SECONDS), least, most);
    }

    private static Duration each(double seconds) {
        return Duration.ofMillis((long) (1000 * Math.clamp(seconds, SHORTEST_SECONDS, LONGEST_SECONDS)));
    }

    private static double startSeconds(double callSeconds, double bytes) {
        return START_SECONDS + bytes / PREPARED_BYTES_PER_SECOND + CALLS_BEFORE * callSeconds;
    }

    /** What the user asked for on the command line, and this timing for the rest. */
    public Timing overriddenBy(Options options) {
        return new Timing(
                options.getForkCount().orElse(forks),
                options.getWarmupIterations().orElse(warmups),
                options.getWarmupTime().hasValue() ? duration(options.getWarmupTime().get()) : warmup,
                options.getMeasurementIterations().orElse(iterations),
                options.getMeasurementTime().hasValue() ? duration(options.getMeasurementTime().get()) : iteration);
    }

    /** Estimated seconds of one fork. */
    public double forkSeconds(double callSeconds, double bytes) {
        return startSeconds(callSeconds, bytes)
                + warmups * Math.max(callSeconds, seconds(warmup)) + iterations * Math.max(callSeconds, seconds(iteration));
    }

    /** Estimated seconds of the case. */
    public double caseSeconds(double callSeconds, double bytes) {
        return Math.max(1, forks) * forkSeconds(callSeconds, bytes);
    }

    /** Seconds after which a fork that was estimated to take so many is given up. */
    public static int patience(double forkSeconds) {
        return PATIENCE_SECONDS + (int) (PATIENCE * forkSeconds);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static Duration duration(TimeValue value) {
        return Duration.ofNanos(value.convertTo(java.util.concurrent.TimeUnit.NANOSECONDS));
    }
}
