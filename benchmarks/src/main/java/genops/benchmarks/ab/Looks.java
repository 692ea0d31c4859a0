package genops.benchmarks.ab;

import genops.results.comparison.Thresholds;
import java.util.List;
import java.util.stream.IntStream;

/**
 * After how many forks, or pairs of forks, a case is looked at. Whoever looks often enough sees a difference in the end, so the looks are few
 * and fixed beforehand, and share the rate of false alarms among them (Bonferroni).
 *
 * @param pairs the numbers of pairs, ascending; the last is the most that are timed
 */
record Looks(List<Integer> pairs) {
    /** Fewer tell too little. */
    private static final int FEWEST = 5;

    /** At the end, at half of it, at a quarter, and so on. */
    static Looks upTo(int most) {
        return new Looks(IntStream.iterate(most, n -> n == most || n >= FEWEST, n -> n / 2).sorted().boxed().toList());
    }

    int most() {
        return pairs.getLast();
    }

    boolean at(int pair) {
        return pairs.contains(pair);
    }

    /** What a single look may tell. */
    Thresholds each(Thresholds all) {
        return new Thresholds(all.effect(), all.falseDiscoveries() / pairs.size());
    }
}
