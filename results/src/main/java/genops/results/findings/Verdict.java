package genops.results.findings;

/** Whether an observation shows on a machine. */
public enum Verdict {
    /** The direction and the size. */
    REPRODUCED("reproduced"),
    /** The direction, not the size. */
    PARTLY("partly reproduced"),
    NOT_REPRODUCED("not reproduced"),
    /** Every number that could be judged rests on estimates for more of its time than {@link Figure#MOST_ESTIMATED}. */
    TOO_LITTLE_MEASURED("too little measured"),
    /** Data is missing; the summary says which and how to get it. */
    NOT_JUDGED("cannot be judged");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /** The words shown in tables. */
    public String label() {
        return label;
    }
}
