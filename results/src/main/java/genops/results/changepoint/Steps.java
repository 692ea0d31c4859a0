package genops.results.changepoint;

import genops.results.statistics.ShrunkVariance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Finds persistent steps in a series of logarithms of times, as Hunter does (Fleming, Kołaczkowski et al., 2023; now Apache Otava): in
 * overlapping windows the split with the largest energy distance (E-divisive means; Matteson and James, 2014) is a candidate where a t
 * test agrees, and so on within its halves; then, between their neighbours, the weakest candidates are taken away until all that are
 * left are large and certain.
 *
 * <p>Two things are stricter here. The t test counts nights that resemble each other for less, by the autocorrelation; and its
 * probability is multiplied by the number of nights at which the step could as well have been.
 */
final class Steps {
    private static final int WINDOW = 60;
    /** Fewer nights at one level cannot be told from outliers. */
    private static final int SHORTEST = 4;
    /** Nights on either side of a step that are tested; those further off have drifted. */
    private static final int FARTHEST = 30;
    private static final double CANDIDATE = 0.05;
    private static final double CERTAIN = 0.001;

    private final double[] values;
    private final double effect;

    private Steps(double[] values, double effect) {
        this.values = values;
        this.effect = effect;
    }

    /**
     * A step.
     *
     * @param index the first night at the new level
     * @param p probability of it by chance, anywhere in its surroundings
     */
    record Step(int index, double p) {}

    /**
     * The steps of a series, in order.
     *
     * @param logs logarithms of times
     * @param effect the smallest step worth finding, as a difference of logarithms
     */
    static List<Step> of(double[] logs, double effect) {
        Steps steps = new Steps(Outliers.drawnIn(logs), effect);
        TreeSet<Integer> candidates = new TreeSet<>();
        for (int from = 0; from == 0 || from + WINDOW / 2 < logs.length; from += WINDOW / 2) {
            steps.split(from, Math.min(logs.length, from + WINDOW), candidates);
        }
        return steps.prune(new ArrayList<>(candidates));
    }

    private void split(int from, int to, TreeSet<Integer> found) {
        int best = best(from, to);
        if (best > 0 && p(from, best, to) <= CANDIDATE) {
            found.add(best);
            split(from, best, found);
            split(best, to, found);
        }
    }

    /** The split of a stretch with the largest energy distance between its parts; 0 where it is too short for one. */
    private int best(int from, int to) {
        double cross = 0;
        double left = 0;
        double right = 0;
        for (int i = from; i < to; i++) {
            for (int j = i + 1; j < to; j++) {
                right += Math.abs(values[i] - values[j]);
            }
        }
        int best = 0;
        double largest = 0;
        for (int i = from; i < to - SHORTEST; i++) {
            double toLeft = distance(i, from, i);
            double toRight = distance(i, i + 1, to);
            left += toLeft;
            right -= toRight;
            cross += toRight - toLeft;
            double n = i + 1 - from;
            double m = to - i - 1;
            if (n >= SHORTEST) {
                double energy = n * m / (n + m) * (2 * cross / (n * m) - 2 * left / (n * (n - 1)) - 2 * right / (m * (m - 1)));
                if (energy > largest) {
                    largest = energy;
                    best = i + 1;
                }
            }
        }
        return best;
    }

    private double distance(int i, int from, int to) {
        double sum = 0;
        for (int j = from; j < to; j++) {
            sum += Math.abs(values[i] - values[j]);
        }
        return sum;
    }

    private List<Step> prune(List<Integer> candidates) {
        while (true) {
            List<Step> steps = new ArrayList<>();
            int weakest = -1;
            for (int i = 0; i < candidates.size(); i++) {
                int from = i == 0 ? 0 : candidates.get(i - 1);
                int at = candidates.get(i);
                int to = i + 1 == candidates.size() ? values.length : candidates.get(i + 1);
                steps.add(new Step(at, Math.abs(height(from, at, to)) < effect ? 1
                        : Math.min(1, p(from, at, to) * Math.max(1, Math.min(to - from, WINDOW) - 2 * SHORTEST + 1))));
                if (steps.get(i).p > CERTAIN && (weakest < 0 || steps.get(i).p > steps.get(weakest).p)) {
                    weakest = i;
                }
            }
            if (weakest < 0) {
                return steps;
            }
            candidates.remove(weakest);
        }
    }

    private double height(int from, int at, int to) {
        return Outliers.median(right(at, to)) - Outliers.median(left(from, at));
    }

    private double[] left(int from, int at) {
        return Arrays.copyOfRange(values, Math.max(from, at - FARTHEST), at);
    }

    private double[] right(int at, int to) {
        return Arrays.copyOfRange(values, at, Math.min(to, at + FARTHEST));
    }

    /** Two-sided t test of the nights before against those after. */
    private double p(int from, int at, int to) {
        double[] before = left(from, at);
        double[] after = right(at, to);
        double difference = centre(after) - centre(before);
        Autocorrelation autocorrelation = new Autocorrelation();
        autocorrelation.add(before);
        autocorrelation.add(after);
        double worth = Autocorrelation.worth(autocorrelation.coefficient((before.length + after.length) / 2.0));
        double n = before.length * worth;
        double m = after.length * worth;
        double squares = Arrays.stream(before).map(x -> x * x).sum() + Arrays.stream(after).map(x -> x * x).sum();
        double variance = Math.max(squares / (before.length + after.length - 2), ShrunkVariance.LEAST);
        double t = Math.abs(difference) / Math.sqrt(variance * (1 / n + 1 / m));
        return 2 * TDistribution.of(Math.max(1, n + m - 2)).survivalProbability(t);
    }

    /** Subtracts the mean and returns it. */
    private static double centre(double[] part) {
        double mean = Arrays.stream(part).average().orElseThrow();
        for (int i = 0; i < part.length; i++) {
            part[i] -= mean;
        }
        return mean;
    }
}
