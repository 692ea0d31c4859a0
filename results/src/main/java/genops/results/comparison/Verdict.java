package genops.results.comparison;

/** What a comparison says of one measurement. */
public enum Verdict {
    SLOWER("slower"),
    FASTER("faster"),
    /** No difference, one too small to be worth telling, or one that chance explains. */
    UNCHANGED("unchanged"),
    /** A difference that the drift of the machine's own ceilings between the runs explains. */
    DRIFT("machine drift"),
    /** A single fork on one side: what a further one would have taken is not known. */
    UNJUDGED("not judged: one fork");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
