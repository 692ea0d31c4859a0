package genops.results.changepoint;

import genops.results.comparison.Difference;
import genops.results.document.MeasurementKey;
import genops.results.history.Run;
import genops.results.history.Series;
import java.util.List;

/**
 * A series whose newest nights are not where the nights before were.
 *
 * @param series the series
 * @param state how sure it is
 * @param before median of the baseline: a time in nanoseconds, or a ratio to the reference
 * @param after median of the nights that depart
 * @param q probability of such a departure by chance, corrected for the number of series
 * @param lastBefore the last night of the baseline
 * @param firstAfter the first night that departs
 * @param differences what else changed between the two nights; none where it was the code alone
 */
public record Departure(Series series, State state, double before, double after, double q, Run lastBefore, Run firstAfter,
        List<Difference> differences) {

    public Departure {
        differences = List.copyOf(differences);
    }

    /** How sure a departure is. */
    public enum State {
        /** Of the newest night alone: an outlier looks like that, too. */
        SUSPECTED,
        /** Of three nights in succession, and for the first time. */
        CONFIRMED,
        /** Confirmed by the run before already. */
        KNOWN
    }

    public MeasurementKey key() {
        return series.key();
    }

    /** After over before: above 1 is slower. */
    public double ratio() {
        return after / before;
    }

    public boolean slower() {
        return ratio() > 1;
    }

    /** What changed between the two nights, in one line. */
    public String cause() {
        return Cause.text(lastBefore, firstAfter, differences);
    }
}
