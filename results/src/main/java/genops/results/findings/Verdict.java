package genops.results.findings;

/** Whether an observation shows on a machine. */
public enum Verdict {
    /** The direction and the size. */
    REPRODUCED("reproduced"),
    /** The direction, not the size. */
    PARTLY("partly reproduced"),
    NOT_REPRODUCED("not reproduced"),
    /**
     * The evidence does not suffice: data is missing, more than {@link Figure#MOST_ESTIMATED} of the time is estimated, or the interval
     * holds a number at which the verdict changes. The summary says which.
     */
    NOT_JUDGED("not judged");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /** The words shown in tables. */
    public String label() {
        return label;
    }
}
