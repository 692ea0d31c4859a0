package genops.results.changepoint;

import genops.results.comparison.Verdict;
import genops.results.history.Series;
import genops.results.statistics.Interval;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a series stands in the newest run, against the nights before.
 *
 * @param series the series
 * @param verdict what is said of its newest nights
 * @param interval of their ratio to the baseline, that the verdict rests on; unbounded where nothing was judged
 * @param pending why it is not decided; empty where it is
 */
public record Standing(Series series, Verdict verdict, Interval interval, Optional<Pending> pending) {

    /** Not decided, and nothing known of its ratio. */
    static Standing unknown(Series series, Pending pending) {
        return new Standing(series, Verdict.UNDECIDED, Interval.UNKNOWN, Optional.of(pending));
    }

    /**
     * Why a series is not decided, and what would decide it.
     *
     * @param reason why
     * @param nights further sound nights with which it probably would be; empty where no number of nights is known to do
     */
    public record Pending(Reason reason, OptionalInt nights) {

        /** For this reason, without a number of nights that would do. */
        static Pending because(Reason reason) {
            return new Pending(reason, OptionalInt.empty());
        }

        /** For this reason; so many further nights would do. */
        static Pending until(Reason reason, int nights) {
            return new Pending(reason, OptionalInt.of(nights));
        }
    }

    /** What keeps a series from being decided. */
    public enum Reason {
        /** The machine was disturbed. */
        SUSPECT_RUN("suspect run"),
        /** Too few nights on this hardware. */
        BASELINE("no baseline"),
        /** The newest night departs from those before; an outlier looks like that, too. */
        SUSPECTED("suspected"),
        /** The interval is too wide, and narrower with a longer baseline. */
        NIGHTS("too few nights"),
        /** The interval is too wide even with the longest baseline: the nights themselves scatter too much. */
        NOISE("noise of the nights");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        /** As it is printed, e.g. {@code no baseline}. */
        public String label() {
            return label;
        }
    }
}
