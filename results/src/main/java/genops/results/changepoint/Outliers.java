package genops.results.changepoint;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Median;

/**
 * Takes the weight from single outliers (a running Hampel filter): a value further from the median of the seven around it than four
 * standard deviations is moved to that distance. The deviation is that between neighbouring nights, which a step does not widen.
 */
final class Outliers {
    /** Of a copy, for it sorts what it is given. */
    private static final Median MEDIAN = Median.withDefaults().withCopy(true);
    private static final int REACH = 3;
    private static final int NEIGHBOURS = 2 * REACH + 1;
    private static final double DEVIATIONS = 4;
    /** Standard deviation of values over the median of the absolute differences of neighbours, for a normal distribution. */
    private static final double NORMAL = 1.4826 / Math.sqrt(2);

    private Outliers() {}

    /** The values, outliers drawn in. */
    static double[] drawnIn(double[] values) {
        double reach = DEVIATIONS * scale(values);
        return IntStream.range(0, values.length).mapToDouble(i -> {
            int from = Math.clamp(i - REACH, 0, Math.max(0, values.length - NEIGHBOURS));
            double middle = median(Arrays.copyOfRange(values, from, Math.min(values.length, from + NEIGHBOURS)));
            return Math.clamp(values[i], middle - reach, middle + reach);
        }).toArray();
    }

    private static double scale(double[] values) {
        return values.length < 2 ? 0
                : NORMAL * median(IntStream.range(1, values.length).mapToDouble(i -> Math.abs(values[i] - values[i - 1])).toArray());
    }

    static double median(double[] values) {
        return MEDIAN.evaluate(values);
    }
}
