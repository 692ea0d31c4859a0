package genops.results.comparison;

import genops.results.statistics.FalseDiscovery;
import genops.results.statistics.Interval;
import java.util.Arrays;
import java.util.List;

/**
 * At which levels measurements that are judged together are judged, so that of those told slower or faster at most a fixed share is false, and
 * of those told unchanged at most the same share changed by more than the smallest effect. An interval at the level of Benjamini and
 * Hochberg's correction leaves 1 out exactly where the corrected test finds a change (Benjamini and Yekutieli, 2005).
 *
 * @param thresholds the smallest effect and the share
 * @param changed level of the intervals that decide what is slower or faster
 * @param unchanged level of the intervals that decide what is unchanged
 */
public record Levels(Thresholds thresholds, double changed, double unchanged) {

    /** Of these measurements; there is at least one. */
    public static Levels of(List<? extends RatioTest> tests, Thresholds thresholds) {
        double effect = Math.log1p(thresholds.effect());
        return new Levels(thresholds, level(tests.stream().mapToDouble(RatioTest::changed).toArray(), thresholds.falseDiscoveries()),
                level(tests.stream().mapToDouble(t -> t.unchanged(effect)).toArray(), thresholds.falseDiscoveries()));
    }

    private static double level(double[] p, double falseDiscoveries) {
        long found = Arrays.stream(FalseDiscovery.adjust(p)).filter(q -> q <= falseDiscoveries).count();
        return Math.max(1, found) * falseDiscoveries / p.length;
    }

    /** What follows for one of them. */
    public Verdict verdict(RatioTest test) {
        return Verdict.of(test.interval(changed), test.interval(unchanged), thresholds.effect());
    }

    /**
     * The interval that the verdict rests on, and follows from. It is the wider one where nothing is decided; that of what is unchanged holds
     * 1, which the test for a change did not reject.
     */
    public Interval interval(RatioTest test) {
        Interval change = test.interval(changed);
        Interval absence = test.interval(unchanged);
        return switch (verdict(test)) {
            case SLOWER, FASTER -> change;
            case UNCHANGED -> new Interval(Math.min(1, absence.low()), Math.max(1, absence.high()));
            case UNDECIDED -> changed < unchanged ? change : absence;
        };
    }
}
