package genops.kernels.verify;

import java.util.Locale;

/**
 * What comparing a kernel's output with the reference gave.
 *
 * @param error largest error of a compared element, relative to its magnitude (see
 *     {@link genops.kernels.reference.Reference#evaluate}); NaN where an element was not written
 * @param tolerance largest error allowed
 * @param compared number of elements compared with the reference
 * @param worst index of the element with the largest error
 * @param fault what else is wrong, in one line: an input destroyed, a guard zone written to; else empty
 * @param where in which call, in words that end a sentence; empty where there is but one
 */
public record Verification(double error, double tolerance, long compared, long worst, String fault, String where) {

    /** A kernel that is wrong whatever its output. */
    static Verification faulty(double tolerance, String fault) {
        return new Verification(Double.NaN, tolerance, 0, 0, fault, "");
    }

    /** Whether nothing else is wrong, every compared element is within the tolerance and every element of the output was written. */
    public boolean passed() {
        return fault.isEmpty() && error <= tolerance;
    }

    /** This verdict with a fault that weighs more than a number. */
    Verification with(String newFault) {
        return new Verification(error, tolerance, compared, worst, newFault, where);
    }

    /** This verdict of a call among several. */
    Verification in(String call) {
        return new Verification(error, tolerance, compared, worst, fault, call);
    }

    /** One line for a person. */
    public String describe() {
        return what() + (where.isEmpty() ? "" : ", " + where);
    }

    private String what() {
        if (!fault.isEmpty()) {
            return fault;
        }
        if (Double.isNaN(error)) {
            return "output element " + worst + " is NaN (not written, or computed wrongly), or its reference is";
        }
        return String.format(Locale.ROOT, "error %.2e of its magnitude at element %d, tolerance %.2e", error, worst, tolerance);
    }
}
