package genops.results.comparison;

import genops.results.statistics.Interval;

/**
 * What a comparison says of one measurement: one rule for {@code ab}, {@code compare}, {@code nightly} and {@code history}.
 *
 * <p>The rule asks an interval of the ratio of times, later over earlier, and a smallest effect. The interval decides what changed, and the
 * smallest effect what <em>unchanged</em> means.
 */
public enum Verdict {
    /** The whole interval lies above 1, however little. */
    SLOWER("slower"),
    /** The whole interval lies below 1, however little. */
    FASTER("faster"),
    /** The interval holds 1 and reaches no further than the smallest effect in either direction. */
    UNCHANGED("unchanged"),
    /** The interval holds 1, and changes that are worth telling besides. */
    UNDECIDED("not decided");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /** As it is printed, e.g. {@code not decided}. */
    public String label() {
        return label;
    }

    /**
     * The verdict by one interval.
     *
     * @param low lower end of the interval of the ratio
     * @param high its upper end; an interval with an end that is not a number decides nothing
     * @param effect the smallest relative change that is worth telling, e.g. 0.03
     */
    public static Verdict of(double low, double high, double effect) {
        Interval interval = new Interval(low, high);
        return of(interval, interval, effect);
    }

    /**
     * The verdict by two intervals, where a change and its absence are told with certainties of their own.
     *
     * @param change the interval that must lie on one side of 1 for a change to be told
     * @param absence the interval that must lie within the smallest effect for <em>unchanged</em> to be told
     * @param effect the smallest relative change that is worth telling, e.g. 0.03
     */
    static Verdict of(Interval change, Interval absence, double effect) {
        if (change.low() > 1) {
            return SLOWER;
        }
        if (change.high() < 1) {
            return FASTER;
        }
        return absence.low() >= 1 / (1 + effect) && absence.high() <= 1 + effect ? UNCHANGED : UNDECIDED;
    }
}
