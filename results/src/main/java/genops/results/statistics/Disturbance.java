package genops.results.statistics;

import genops.results.document.Measurement;
import genops.results.document.Status;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Why the time of a measurement is in doubt, so that it is timed again, is shown as such, and decides nothing. The thresholds are chosen
 * from the committed documents, see docs/statistics.md.
 *
 * <p>A case that was timed again is in doubt no more where its new forks agree with its fastest: slow forks beside them say nothing about
 * these.
 *
 * @param kind what went wrong
 * @param reason the same in one line with its numbers
 * @param extent how bad it is among those of one kind: the larger, the worse
 */
public record Disturbance(Kind kind, String reason, double extent) {
    /** Forks that differ by no more than this agree. */
    static final double AGREE = 1.25;
    /** An iteration of more than so many times the fastest of its fork is a slow one. */
    static final double SLOW = 2;
    /** So large a part of the iterations must be slow. */
    static final double MANY = 1.0 / 3;
    private static final int FEWEST = 2;

    /** What can go wrong. */
    public enum Kind {
        /** Too few forks agree with the fastest. */
        FORKS("forks disagree"),
        /** Others had the processors. */
        FOREIGN("others had the processors"),
        /** Iterations far above the fastest of their fork. */
        ITERATIONS("iterations differ");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** In words. */
        public String words() {
            return words;
        }
    }

    /** Why the time of a measurement is in doubt, in one line; empty where it is not, or where there is no time. */
    public static Optional<String> of(Measurement measurement) {
        return find(measurement).map(Disturbance::reason);
    }

    /**
     * Why a time is in doubt, in one line; empty where it is not.
     *
     * @param nanoseconds one row per fork, one column per iteration
     * @param foreign share of processor time that others took during each; empty where it is not known
     */
    public static Optional<String> of(double[][] nanoseconds, double[][] foreign) {
        return find(nanoseconds, foreign).map(Disturbance::reason);
    }

    /** What makes the time of a measurement doubtful; empty where nothing does, or where there is no time. */
    public static Optional<Disturbance> find(Measurement measurement) {
        if (measurement.status() != Status.MEASURED) {
            return Optional.empty();
        }
        // what others took of the processors is of the host's time
        return measurement.deviceNanoseconds().length > 0 ? find(measurement.deviceNanoseconds(), new double[0][])
                : find(measurement.nanoseconds(), measurement.foreign());
    }

    /** What makes a time doubtful, as {@link #of(double[][], double[][])}. */
    public static Optional<Disturbance> find(double[][] nanoseconds, double[][] foreign) {
        return foreign(nanoseconds, foreign).or(() -> {
            double[][] used = Foreign.undisturbed(nanoseconds, foreign);
            double[] levels = Arrays.stream(used).mapToDouble(f -> f.length == 0 ? Double.NaN : Samples.level(f)).toArray();
            int[] forks = IntStream.range(0, levels.length).filter(i -> used[i].length > 0).toArray();
            return forks.length == 0 ? Optional.empty() : forks(levels, forks).or(() -> iterations(used, levels));
        });
    }

    private static Optional<Disturbance> foreign(double[][] nanoseconds, double[][] foreign) {
        double share = Foreign.share(nanoseconds, foreign);
        return !Foreign.known(nanoseconds, foreign) || share <= Foreign.LIMIT || Foreign.enough(nanoseconds, foreign) ? Optional.empty()
                : Optional.of(new Disturbance(Kind.FOREIGN,
                        String.format(Locale.ROOT, "%.0f%% of the processor time went to others", 100 * share), share));
    }

    private static Optional<Disturbance> forks(double[] levels, int[] forks) {
        int fastest = extreme(levels, forks, 1);
        long agreeing = Arrays.stream(forks).filter(i -> levels[i] <= AGREE * levels[fastest]).count();
        if (forks.length < FEWEST || agreeing == forks.length || agreeing >= FEWEST && 2 * agreeing >= forks.length) {
            return Optional.empty();
        }
        int slowest = extreme(levels, forks, -1);
        double ratio = levels[slowest] / levels[fastest];
        String took = ratio >= 2 ? String.format(Locale.ROOT, ratio >= 99.95 ? "%.0f times as long as" : "%.1f times as long as", ratio)
                : String.format(Locale.ROOT, "%.0f%% longer than", 100 * (ratio - 1));
        return Optional.of(new Disturbance(Kind.FORKS, "fork " + (slowest + 1) + " took " + took + " fork " + (fastest + 1), ratio));
    }

    private static int extreme(double[] levels, int[] forks, int sign) {
        int extreme = forks[0];
        for (int i : forks) {
            extreme = sign * levels[i] < sign * levels[extreme] ? i : extreme;
        }
        return extreme;
    }

    /** Of the forks that agree with the fastest. */
    private static Optional<Disturbance> iterations(double[][] used, double[] levels) {
        double fastest = Arrays.stream(levels).filter(level -> !Double.isNaN(level)).min().orElseThrow();
        long all = 0;
        long slow = 0;
        for (int i = 0; i < used.length; i++) {
            if (levels[i] <= AGREE * fastest) {
                double least = Arrays.stream(used[i]).min().orElseThrow();
                all += used[i].length;
                slow += Arrays.stream(used[i]).filter(time -> time > SLOW * least).count();
            }
        }
        double share = (double) slow / all;
        return share < MANY ? Optional.empty() : Optional.of(new Disturbance(Kind.ITERATIONS, String.format(Locale.ROOT,
                "%d of %d iterations took more than twice the fastest of their fork", slow, all), share));
    }
}
