package genops.results.statistics;

import genops.results.document.Measurement;
import genops.results.document.Status;
import genops.shapes.operator.OperatorClass;
import genops.shapes.operator.OperatorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Median;

/**
 * The ratio of two times. Kernels that took turns are compared round by round: what slows the machine for a while slows both values of a
 * round and cancels. Rows are processes, columns rounds.
 *
 * <p>Of a process: the median {@code m} of the logarithms of the ratios of its rounds; a round in which others disturbed one of the two
 * is left out where enough remain, as {@link Foreign} has it. Its standard error is {@code e = 1.253 · r / √n}, with {@code r} the robust
 * standard deviation of {@code n} rounds (1.483 times the median absolute deviation), its square shrunk towards that of
 * {@value #ROUND_SPREAD} with the weight of {@value #ROUND_DEGREES} rounds, so that two rounds that happen to agree do not pass for
 * certain.
 *
 * <p>Over {@code k} processes: the median of {@code m}. Processes differ, for each compiles the kernels anew. How much is what they show
 * themselves, together with what is known, {@code p}, which weighs as much as {@value #PROCESS_DEGREES} of them and is all there is with
 * one process:
 *
 * <pre>
 * error = t · √(s² / k + Σ e² / k²),   s² = (d · p² + Σ (m − median)²) / (d + k − 1),   t of d + k − 1 degrees of freedom
 * </pre>
 *
 * <p>A process that is off by more than three robust standard deviations counts as three. {@code p} is {@value #PROCESS_SPREAD}, which
 * gives one process an error of 4 %, and twice that for attention: trials on a machine of two cores showed rounds of one process within
 * 0.5 % of each other in the mean, processes 1 to 2 % apart, and those of flash attention up to 8 %.
 *
 * <p>Kernels that did not take turns have the ratio of their times, with relative errors added in quadrature.
 */
public final class PairedRatio {
    /** Standard deviation of the logarithm of the ratio from round to round, where few rounds say little. */
    static final double ROUND_SPREAD = 0.02;
    static final double ROUND_DEGREES = 2;
    /** Standard deviation of the logarithm of the ratio from process to process. */
    static final double PROCESS_SPREAD = 0.0144;
    static final double PROCESS_DEGREES = 4;
    private static final double ATTENTION = 2;

    static final Median MEDIAN = Median.withDefaults().withCopy(true);
    /** Standard deviation over median absolute deviation, and standard error of a median over that of a mean, for a normal distribution. */
    static final double DEVIATION = 1.4826;
    private static final double MEDIAN_EFFICIENCY = 1.2533;
    private static final double FAR = 3;

    private PairedRatio() {}

    /**
     * Whether two measurements are of one operator and shape and took turns, so that their values are pairs.
     */
    public static boolean paired(Measurement a, Measurement b) {
        double[][] first = a.scoreNanoseconds();
        double[][] second = b.scoreNanoseconds();
        return a.status() == Status.MEASURED && b.status() == Status.MEASURED && !a.turns().isEmpty() && a.turns().equals(b.turns())
                && a.operator().equals(b.operator()) && a.shape().equals(b.shape())
                && first.length == second.length && Arrays.stream(first).anyMatch(process -> process.length > 0)
                && IntStream.range(0, first.length).allMatch(i -> first[i].length == second[i].length);
    }

    /**
     * Time of one measurement over that of another, with the half-width of the 95 % interval.
     *
     * @throws IllegalArgumentException where one of them has no time
     */
    public static Estimate of(Measurement numerator, Measurement denominator) {
        return paired(numerator, denominator) ? ofPairs(numerator, denominator)
                : Samples.estimate(numerator).over(Samples.estimate(denominator));
    }

    private static Estimate ofPairs(Measurement numerator, Measurement denominator) {
        boolean attention = OperatorType.of(numerator.operator()).operatorClass() == OperatorClass.ATTENTION;
        double[][] times = numerator.scoreNanoseconds();
        return of(times, denominator.scoreNanoseconds(), worse(times, numerator, denominator), PROCESS_SPREAD * (attention ? ATTENTION : 1));
    }

    /**
     * The same of whole steps of a network, of which many kernels are a part, so that processes differ as those of one kernel do at most.
     *
     * @param numerator times of steps, one row per process, one column per round
     * @param denominator likewise, of the same rounds
     * @param foreign share of processor time that others took in each round; empty where it is not known
     */
    public static Estimate ofSteps(double[][] numerator, double[][] denominator, double[][] foreign) {
        return of(numerator, denominator, foreign, PROCESS_SPREAD);
    }

    private static Estimate of(double[][] numerator, double[][] denominator, double[][] foreign, double spread) {
        List<double[]> processes = logRatios(numerator, denominator, foreign);
        double[] middles = processes.stream().mapToDouble(MEDIAN::evaluate).toArray();
        int k = middles.length;
        double rounds = IntStream.range(0, k).mapToDouble(i -> variance(processes.get(i), middles[i])).sum() / (k * k);
        double middle = MEDIAN.evaluate(middles);
        double farthest = FAR * Math.max(spread, robustDeviation(middles, middle));
        double squares = Arrays.stream(middles).map(m -> Math.pow(Math.min(farthest, Math.abs(m - middle)), 2)).sum();
        double betweenProcesses = Samples.shrunkHalfWidth(spread * spread, PROCESS_DEGREES, squares, k);
        double withinProcesses = Samples.t(PROCESS_DEGREES + k - 1) * Math.sqrt(rounds);
        double ratio = Math.exp(middle);
        return new Estimate(ratio, ratio * Math.hypot(betweenProcesses, withinProcesses));
    }

    /** One row of logarithms for each process that has rounds left. */
    private static List<double[]> logRatios(double[][] first, double[][] second, double[][] foreign) {
        double[][] ratios = IntStream.range(0, first.length).mapToObj(i -> logRatios(first[i], second[i])).toArray(double[][]::new);
        List<double[]> processes = new ArrayList<>();
        for (double[] process : Foreign.undisturbed(ratios, foreign)) {
            if (process.length > 0) {
                processes.add(process);
            }
        }
        return processes;
    }

    /** The logarithms of the ratios of the rounds of one process. */
    static double[] logRatios(double[] first, double[] second) {
        return IntStream.range(0, first.length).mapToDouble(j -> Math.log(first[j] / second[j])).toArray();
    }

    /** The larger share that others took in a round; empty where it is not known of either, or times are of a device. */
    private static double[][] worse(double[][] rounds, Measurement a, Measurement b) {
        boolean host = a.deviceNanoseconds().length == 0 && b.deviceNanoseconds().length == 0;
        boolean knownOfA = host && Foreign.known(rounds, a.foreign());
        boolean knownOfB = host && Foreign.known(rounds, b.foreign());
        if (!knownOfA || !knownOfB) {
            return knownOfA ? a.foreign() : knownOfB ? b.foreign() : new double[0][];
        }
        return IntStream.range(0, rounds.length).mapToObj(i -> IntStream.range(0, rounds[i].length)
                .mapToDouble(j -> Math.max(a.foreign()[i][j], b.foreign()[i][j])).toArray()).toArray(double[][]::new);
    }

    /** Squared standard error of the median of a process. */
    static double variance(double[] rounds, double median) {
        double deviation = robustDeviation(rounds, median);
        double shrunk = (ROUND_DEGREES * ROUND_SPREAD * ROUND_SPREAD + (rounds.length - 1) * deviation * deviation)
                / (ROUND_DEGREES + rounds.length - 1);
        return MEDIAN_EFFICIENCY * MEDIAN_EFFICIENCY * shrunk / rounds.length;
    }

    private static double robustDeviation(double[] values, double median) {
        return DEVIATION * MEDIAN.evaluate(Arrays.stream(values).map(v -> Math.abs(v - median)).toArray());
    }
}
