package genops.results.document;

import java.util.Locale;

/** What became of a case that was asked for. */
public enum Status {
    MEASURED,
    FAILED_VERIFICATION,
    /** The kernel does not support the shape. */
    UNSUPPORTED,
    /** The kernel's backend cannot be used on this machine: no device, no driver, no native library. */
    NOT_AVAILABLE,
    SKIPPED,
    TIMED_OUT,
    CRASHED,
    INTERRUPTED;

    /** Whether it should have been measured and something went wrong; what a machine cannot run is no failure. */
    public boolean failed() {
        return switch (this) {
            case MEASURED, UNSUPPORTED, NOT_AVAILABLE, SKIPPED -> false;
            case FAILED_VERIFICATION, TIMED_OUT, CRASHED, INTERRUPTED -> true;
        };
    }

    /** As it is printed: {@code failed verification}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
