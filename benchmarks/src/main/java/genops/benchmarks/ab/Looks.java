package genops.benchmarks.ab;

import genops.results.comparison.Change;
import genops.results.comparison.Thresholds;
import genops.results.comparison.Verdict;
import java.util.List;
import java.util.stream.IntStream;

/**
 * After how many pairs of forks a case is looked at, and when that is enough. Whoever looks often enough sees a difference in the end,
 * so the looks are few and fixed beforehand, and share the rate of false alarms among them (Bonferroni).
 *
 * @param pairs the numbers of pairs, ascending; the last is the most that are timed
 */
record Looks(List<Integer> pairs) {
    /** Fewer tell too little. */
    private static final int FEWEST = 5;

    /** At a quarter, at a half, and at the end. */
    static Looks upTo(int most) {
        return new Looks(IntStream.of(most / 4, most / 2, most).filter(n -> n == most || n >= FEWEST).distinct().boxed().toList());
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

    /** Whether a further pair would add nothing: a change was found, or none worth telling is left in the interval. */
    static boolean decided(Change change, Thresholds thresholds) {
        return change.verdict() == Verdict.SLOWER || change.verdict() == Verdict.FASTER
                || change.interval().high() < 1 + thresholds.effect() && change.interval().low() > 1 / (1 + thresholds.effect());
    }
}
