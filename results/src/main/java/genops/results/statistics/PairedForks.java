package genops.results.statistics;

import java.util.List;
import java.util.function.Predicate;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The ratio of two times from several processes, in each of which the two took turns ({@link PairedFork}).
 *
 * <p>Within a process the noise of the machine cancels. Processes differ all the same: by what the compiler made of each kernel, by where its
 * memory lies, and by which of the two was made ready first. So they are the unit. The value of a process is taken as
 *
 * <pre>
 * m = θ ± δ + what it differs by,   + where the numerator was made ready last, − where first
 * </pre>
 *
 * with {@code θ} the logarithm of the ratio and {@code δ} the effect of the order. {@code θ} is the mean of the means of both orders. Its interval
 * is that of Student's t, from the spread of the processes of each order around their mean, of as many degrees of freedom as there are processes
 * less two. The spread is taken as no less than what the turns within the processes explain.
 *
 * <p>Nothing else is taken as known of the spread, so that the interval holds for kernels of all kinds. With fewer than
 * {@value #FEWEST_WITH_ORDER} processes, or where all have one order, {@code δ} is taken as 0, which spends one degree of freedom only.
 *
 * <p>From {@value #FEWEST_TO_CAP} processes on, one that is off by more than five robust standard deviations counts as five: one in which the
 * compiler failed one side must not hide what all others tell.
 *
 * <p>Processes are not weighted by what their turns tell: in simulations of six processes such weights made the interval miss too often.
 */
public final class PairedForks {
    /** Fewer leave too few degrees of freedom. */
    static final int FEWEST_WITH_ORDER = 4;

    /** Of fewer it is not known what is far. */
    static final int FEWEST_TO_CAP = 8;
    /** In robust standard deviations. */
    private static final double FAR = 5;

    private PairedForks() {}

    /**
     * A ratio with its interval.
     *
     * @param value the estimate
     * @param interval that of one process has no bounds, for it says nothing about others
     * @param deviation standard deviation of the logarithm of the ratio of one process; NaN with one process
     */
    public record Ratio(double value, Interval interval, double deviation) {}

    /**
     * The ratio.
     *
     * @param forks one for each process, one at least
     * @param errorRate how often the interval may miss the ratio, e.g. 0.05
     */
    public static Ratio ratio(List<PairedFork> forks, double errorRate) {
        if (forks.isEmpty()) {
            throw new IllegalArgumentException("no process was timed");
        }
        List<PairedFork> reversed = forks.stream().filter(PairedFork::reversed).toList();
        List<PairedFork> others = forks.stream().filter(Predicate.not(PairedFork::reversed)).toList();
        boolean withOrder = forks.size() >= FEWEST_WITH_ORDER && !reversed.isEmpty() && !others.isEmpty();
        List<List<PairedFork>> orders = withOrder ? List.of(others, reversed) : List.of(forks);
        return ratio(forks.size() < FEWEST_TO_CAP ? orders : capped(orders, forks), forks, errorRate);
    }

    /** The same with those that are far off no farther than {@link #FAR}. */
    private static List<List<PairedFork>> capped(List<List<PairedFork>> orders, List<PairedFork> forks) {
        double[] distances = orders.stream().flatMapToDouble(order -> order.stream().mapToDouble(f -> Math.abs(f.logRatio() - median(order)))).toArray();
        double error = PairedRatio.MEDIAN.evaluate(forks.stream().mapToDouble(PairedFork::error).toArray());
        double farthest = FAR * Math.max(PairedRatio.DEVIATION * PairedRatio.MEDIAN.evaluate(distances), error);
        return orders.stream().map(order -> order.stream().map(f -> new PairedFork(
                Math.clamp(f.logRatio(), median(order) - farthest, median(order) + farthest), f.error(), f.reversed())).toList()).toList();
    }

    private static double median(List<PairedFork> forks) {
        return PairedRatio.MEDIAN.evaluate(forks.stream().mapToDouble(PairedFork::logRatio).toArray());
    }

    private static Ratio ratio(List<List<PairedFork>> orders, List<PairedFork> forks, double errorRate) {
        double middle = orders.stream().mapToDouble(PairedForks::mean).average().orElseThrow();
        int degrees = forks.size() - orders.size();
        if (degrees == 0) {
            return new Ratio(Math.exp(middle), Interval.UNKNOWN, Double.NaN);
        }
        double within = forks.stream().mapToDouble(f -> f.error() * f.error()).average().orElseThrow();
        double variance = Math.max(within, orders.stream().mapToDouble(PairedForks::squares).sum() / degrees);
        // the variance of a mean of means
        double share = orders.stream().mapToDouble(o -> 1.0 / o.size()).sum() / (orders.size() * orders.size());
        double halfWidth = t(degrees, errorRate) * Math.sqrt(variance * share);
        return new Ratio(Math.exp(middle), new Interval(Math.exp(middle - halfWidth), Math.exp(middle + halfWidth)), Math.sqrt(variance));
    }

    /**
     * Half-width of the interval of the logarithm of so many processes, half of them of each order; infinite for one or two.
     *
     * @param deviation standard deviation of the logarithm of the ratio of one process
     */
    public static double halfWidth(double deviation, int forks, double errorRate) {
        int degrees = forks - 2;
        return degrees < 1 ? Double.POSITIVE_INFINITY : t(degrees, errorRate) * deviation / Math.sqrt(forks);
    }

    private static double t(int degrees, double errorRate) {
        return TDistribution.of(degrees).inverseSurvivalProbability(errorRate / 2);
    }

    private static double mean(List<PairedFork> forks) {
        return forks.stream().mapToDouble(PairedFork::logRatio).average().orElseThrow();
    }

    private static double squares(List<PairedFork> forks) {
        double mean = mean(forks);
        return forks.stream().mapToDouble(f -> Math.pow(f.logRatio() - mean, 2)).sum();
    }
}
