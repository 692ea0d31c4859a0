package genops.results.document;

/** What became of a case that was asked for. */
public enum Status {
    MEASURED,
    FAILED_VERIFICATION,
    UNSUPPORTED,
    SKIPPED,
    TIMED_OUT,
    CRASHED,
    INTERRUPTED
}
