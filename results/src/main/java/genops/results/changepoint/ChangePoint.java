package genops.results.changepoint;

import genops.results.comparison.Difference;
import genops.results.document.MeasurementKey;
import genops.results.history.Run;
import genops.results.history.Series;
import java.util.List;

/**
 * A night from which on a measurement takes longer, or less long, than before.
 *
 * @param series the series
 * @param lastBefore the last sound night at the old level
 * @param firstAfter the first night at the new level
 * @param before median at the old level: a time in nanoseconds, or a ratio to the reference
 * @param after median at the new level
 * @param p probability of such a step by chance
 * @param differences what else changed between the two nights; none where it was the code alone
 */
public record ChangePoint(Series series, Run lastBefore, Run firstAfter, double before, double after, double p,
        List<Difference> differences) {

    public ChangePoint {
        differences = List.copyOf(differences);
    }

    public MeasurementKey key() {
        return series.key();
    }

    /** After over before. */
    public double ratio() {
        return after / before;
    }

    public boolean slower() {
        return ratio() > 1;
    }

    /** What changed between the two nights, e.g. {@code commits 1a2b3c..4d5e6f; jdk: 25.0.1, then 25.0.2}. */
    public String cause() {
        return Cause.text(lastBefore, firstAfter, differences);
    }
}
