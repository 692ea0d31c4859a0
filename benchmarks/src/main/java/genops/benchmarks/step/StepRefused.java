package genops.benchmarks.step;

import genops.results.document.Status;

/** A step that is not, or no longer, to be timed; the message says why in one line. */
public final class StepRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Status status;

    StepRefused(Status status, String reason) {
        super(reason);
        this.status = status;
    }

    /** What becomes of the step. */
    public Status status() {
        return status;
    }
}
