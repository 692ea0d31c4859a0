package genops.results.statistics;

import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The ratio of two times from several processes, in each of which the two took turns ({@link PairedFork}).
 *
 * <p>Within a process the noise of the machine cancels. Processes differ all the same: by what the compiler made of each kernel, by where its
 * memory lies, and by which of the two was made ready first. So they are the unit. The model of the value of a process is
 *
 * <pre>
 * m = θ ± δ + between + within,   + where the numerator was made ready last, − where first
 * </pre>
 *
 * with {@code θ} the logarithm of the ratio, {@code δ} the effect of the order, {@code between} of an unknown variance {@code τ²}, the same for
 * all processes, and {@code within} of the variance that the process tells. {@code τ²} is that of Paule and Mandel (1982), with which the
 * weighted squares of the residuals have their expected sum. {@code θ} and {@code δ} are the weighted means by {@code 1 / (τ² + within)}: a
 * process that was disturbed throughout counts less. The interval is that of Hartung and Knapp (2001), by Student's t of as many degrees of
 * freedom as there are processes, less those spent on {@code θ} and {@code δ}; its variance is never less than what the turns tell.
 *
 * <p>Nothing is taken as known of {@code τ²}, so that the interval holds for kernels of all kinds. With fewer than {@value #FEWEST_WITH_ORDER}
 * processes, or where all have one order, {@code δ} is taken as 0.
 */
public final class PairedForks {
    /** Fewer leave too few degrees of freedom. */
    static final int FEWEST_WITH_ORDER = 4;
    private static final double LARGEST_VARIANCE = 1e4;
    private static final int HALVINGS = 100;

    private final List<PairedFork> forks;
    private final boolean withOrder;

    private PairedForks(List<PairedFork> forks) {
        this.forks = List.copyOf(forks);
        long reversed = forks.stream().filter(PairedFork::reversed).count();
        withOrder = forks.size() >= FEWEST_WITH_ORDER && reversed > 0 && reversed < forks.size();
    }

    /**
     * A ratio with its interval.
     *
     * @param ratio the estimate
     * @param low lower end of the interval
     * @param high upper end; infinite with one process, which says nothing about others
     * @param deviation standard deviation of the logarithm of the ratio of one process: by the square root of their number less for several
     */
    public record Interval(double ratio, double low, double high, double deviation) {}

    /**
     * The interval of the ratio.
     *
     * @param forks one for each process, one at least
     * @param errorRate how often the interval may miss the ratio, e.g. 0.05
     */
    public static Interval interval(List<PairedFork> forks, double errorRate) {
        if (forks.isEmpty()) {
            throw new IllegalArgumentException("no process was timed");
        }
        return new PairedForks(forks).interval(errorRate);
    }

    /** Half-width of the interval of the logarithm of so many processes, where one has this standard deviation; infinite for one or two. */
    public static double halfWidth(double deviation, int forks, double errorRate) {
        int degrees = forks - 2;
        return degrees < 1 ? Double.POSITIVE_INFINITY : t(degrees, errorRate) * deviation / Math.sqrt(forks);
    }

    private Interval interval(double errorRate) {
        int degrees = degrees();
        Fit fit = fit(between());
        double variance = fit.variance * Math.max(1, degrees == 0 ? 1 : fit.squares / degrees);
        double halfWidth = degrees == 0 ? Double.POSITIVE_INFINITY : t(degrees, errorRate) * Math.sqrt(variance);
        return new Interval(Math.exp(fit.ratio), Math.exp(fit.ratio - halfWidth), Math.exp(fit.ratio + halfWidth),
                degrees == 0 ? Double.NaN : Math.sqrt(variance * forks.size()));
    }

    private static double t(int degrees, double errorRate) {
        return TDistribution.of(degrees).inverseSurvivalProbability(errorRate / 2);
    }

    private int degrees() {
        return forks.size() - (withOrder ? 2 : 1);
    }

    /**
     * Weighted means.
     *
     * @param ratio θ
     * @param variance of θ, were the weights exact
     * @param squares weighted sum of the squared residuals
     */
    private record Fit(double ratio, double variance, double squares) {}

    /** Variance between processes: 0 where what the turns tell explains all. */
    private double between() {
        int degrees = degrees();
        if (degrees == 0 || fit(0).squares <= degrees) {
            return 0;
        }
        double low = 0;
        double high = LARGEST_VARIANCE;
        // by the ratio of the ends, since a variance may be of any size
        for (int i = 0; i < HALVINGS; i++) {
            double middle = low == 0 ? high / 4 : Math.sqrt(low * high);
            if (fit(middle).squares > degrees) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private Fit fit(double between) {
        double sum = 0;
        double orders = 0;
        double values = 0;
        double products = 0;
        for (PairedFork fork : forks) {
            double weight = weight(fork, between);
            sum += weight;
            orders += weight * order(fork);
            values += weight * fork.logRatio();
            products += weight * order(fork) * fork.logRatio();
        }
        // where the order counts its squares sum up to the same as the weights
        double determinant = withOrder ? sum * sum - orders * orders : 1;
        double ratio = withOrder ? (sum * values - orders * products) / determinant : values / sum;
        double effect = withOrder ? (sum * products - orders * values) / determinant : 0;
        double squares = forks.stream()
                .mapToDouble(f -> weight(f, between) * Math.pow(f.logRatio() - ratio - effect * order(f), 2)).sum();
        return new Fit(ratio, withOrder ? sum / determinant : 1 / sum, squares);
    }

    private static double weight(PairedFork fork, double between) {
        return 1 / (between + fork.error() * fork.error());
    }

    private static double order(PairedFork fork) {
        return fork.reversed() ? -1 : 1;
    }
}
