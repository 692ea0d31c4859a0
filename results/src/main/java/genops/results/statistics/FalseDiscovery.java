package genops.results.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Correction of p values for the number of comparisons. */
public final class FalseDiscovery {

    private FalseDiscovery() {}

    /**
     * Adjusts p values by the method of Benjamini and Hochberg (1995): of all comparisons whose adjusted value is at most {@code q}, a
     * share of at most {@code q} is false in the mean. NaN stands for a comparison that was not made; it stays and does not count.
     */
    public static double[] adjust(double[] p) {
        int[] order = IntStream.range(0, p.length).filter(i -> !Double.isNaN(p[i])).boxed()
                .sorted(Comparator.comparingDouble(i -> -p[i])).mapToInt(Integer::intValue).toArray();
        double[] adjusted = new double[p.length];
        Arrays.fill(adjusted, Double.NaN);
        double least = 1;
        for (int i = 0; i < order.length; i++) {
            least = Math.min(least, p[order[i]] * order.length / (order.length - i));
            adjusted[order[i]] = least;
        }
        return adjusted;
    }
}
