package genops.results.comparison;

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
     * The verdict.
     *
     * @param low lower end of the interval of the ratio
     * @param high its upper end; an interval with an end that is not a number decides nothing
     * @param effect the smallest relative change that is worth telling, e.g. 0.03
     */
    public static Verdict of(double low, double high, double effect) {
        if (low > 1) {
            return SLOWER;
        }
        if (high < 1) {
            return FASTER;
        }
        return within(low, high, effect) ? UNCHANGED : UNDECIDED;
    }

    /** Whether the whole interval lies within the smallest effect: from {@code 1 / (1 + effect)} to {@code 1 + effect}. */
    public static boolean within(double low, double high, double effect) {
        return low >= 1 / (1 + effect) && high <= 1 + effect;
    }
}
