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

    /** As it is printed: {@code failed verification}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
