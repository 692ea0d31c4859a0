package genops.results.statistics;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What others took of the machine's processor time while values were measured: one share for each value, as {@code Measurement.foreign}
 * holds them.
 */
final class Foreign {
    /**
     * A value during which others took more than this is disturbed. Up to it a kernel that needs all processors is slowed by about a
     * tenth at most, which is what undisturbed forks differ by; above it one of several threads can be without a processor.
     */
    static final double LIMIT = 0.10;
    /** So large a part of all values must be left for disturbed ones to be left out. */
    static final double ENOUGH = 1.0 / 3;
    private static final int FEWEST = 2;

    private Foreign() {}

    /**
     * The values without those that were disturbed, where at least two and at least a third of all remain; else all values, for a few
     * quiet ones may not be typical.
     *
     * @param nanoseconds one row per fork, one column per iteration
     * @param foreign likewise; where it is empty or of another size, nothing is known and all values stay
     */
    static double[][] undisturbed(double[][] nanoseconds, double[][] foreign) {
        if (!enough(nanoseconds, foreign)) {
            return nanoseconds;
        }
        return IntStream.range(0, nanoseconds.length).mapToObj(i -> IntStream.range(0, nanoseconds[i].length)
                .filter(j -> !disturbed(foreign[i][j])).mapToDouble(j -> nanoseconds[i][j]).toArray()).toArray(double[][]::new);
    }

    /** Whether the shares are known and leave enough values. */
    static boolean enough(double[][] nanoseconds, double[][] foreign) {
        long all = Arrays.stream(nanoseconds).mapToLong(f -> f.length).sum();
        long quiet = known(nanoseconds, foreign)
                ? Arrays.stream(foreign).flatMapToDouble(Arrays::stream).filter(share -> !disturbed(share)).count() : 0;
        return quiet >= FEWEST && quiet >= ENOUGH * all;
    }

    /** Whether there is a share for each value. */
    static boolean known(double[][] nanoseconds, double[][] foreign) {
        return foreign.length > 0 && foreign.length == nanoseconds.length
                && IntStream.range(0, foreign.length).allMatch(i -> foreign[i].length == nanoseconds[i].length);
    }

    static boolean disturbed(double share) {
        return share > LIMIT;
    }

    /** The share of all the time measured that went to others; 0 where it is not known. */
    static double share(double[][] nanoseconds, double[][] foreign) {
        if (!known(nanoseconds, foreign)) {
            return 0;
        }
        double lost = 0;
        double time = 0;
        for (int i = 0; i < foreign.length; i++) {
            for (int j = 0; j < foreign[i].length; j++) {
                lost += foreign[i][j] * nanoseconds[i][j];
                time += nanoseconds[i][j];
            }
        }
        return time == 0 ? 0 : lost / time;
    }
}
