package genops.results.comparison;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.apache.commons.numbers.combinatorics.BinomialCoefficientDouble;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * The Mann–Whitney test of the fork medians.
 *
 * @param before logarithms of the earlier run
 * @param after those of the later run, without what all measurements share
 * @param differences of every fork after and every fork before, ascending
 * @param drift the part of their difference that the drift of the machine may explain
 */
record RankTest(double[] before, double[] after, double[] differences, double drift) implements RatioTest {

    /**
     * The test of these forks.
     *
     * @param before logarithms of the earlier run
     * @param after those of the later run
     * @param common logarithm of the ratio that all measurements share
     * @param drift the part of their difference that the drift of the machine may explain
     */
    static RankTest of(double[] before, double[] after, double common, double drift) {
        double[] own = Arrays.stream(after).map(a -> a - common).toArray();
        return new RankTest(before, own, Arrays.stream(own).flatMap(a -> Arrays.stream(before).map(b -> a - b)).sorted().toArray(), drift);
    }

    /** What the test gives where all of so many forks of one side are slower than all of the other. */
    static double leastP(int before, int after) {
        return 2 / BinomialCoefficientDouble.value(before + after, before);
    }

    private double middle() {
        int half = differences.length / 2;
        return differences.length % 2 == 1 ? differences[half] : (differences[half - 1] + differences[half]) / 2;
    }

    @Override
    public double above(double log) {
        double moved = log + Math.max(0, drift);
        return middle() > moved ? p(moved) : 1;
    }

    @Override
    public double below(double log) {
        double moved = log + Math.min(0, drift);
        return middle() < moved ? p(moved) : 1;
    }

    /** Of the hypothesis that forks after are forks before, all of them moved by as much. */
    private double p(double moved) {
        double p = MannWhitneyUTest.withDefaults().test(before, Arrays.stream(after).map(x -> x - moved).toArray()).getPValue();
        return Double.isNaN(p) ? 1 : p;
    }

    @Override
    public double low(double level) {
        int first = first(differences.length / 2, i -> p(between(i)) > level);
        return (first == 0 ? Double.NEGATIVE_INFINITY : differences[first - 1]) - Math.max(0, drift);
    }

    @Override
    public double high(double level) {
        int n = differences.length;
        int last = n - first(n / 2, i -> p(between(n - i)) > level);
        return (last == n ? Double.POSITIVE_INFINITY : differences[last]) - Math.min(0, drift);
    }

    /** A shift between a difference and the one before; the probability is the same at all of them. */
    private double between(int i) {
        return i == 0 ? differences[0] - 1 : i == differences.length ? differences[i - 1] + 1 : (differences[i - 1] + differences[i]) / 2;
    }

    /** The first number from 0 on that holds, where all beyond it do; the last of them holds always. */
    private static int first(int last, IntPredicate holds) {
        int low = 0;
        int high = last;
        while (low < high) {
            int half = (low + high) / 2;
            if (holds.test(half)) {
                high = half;
            } else {
                low = half + 1;
            }
        }
        return low;
    }
}
