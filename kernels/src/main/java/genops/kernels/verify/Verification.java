package genops.kernels.verify;

/**
 * What comparing a kernel's output with the reference gave.
 *
 * @param error largest error of a compared element, relative to its magnitude (see
 *     {@link genops.kernels.reference.Reference#evaluate}); NaN where an element was not written
 * @param tolerance largest error allowed
 * @param compared number of elements compared with the reference
 * @param worst index of the element with the largest error
 */
public record Verification(double error, double tolerance, long compared, long worst) {

    /** Whether every compared element is within the tolerance and every element of the output was written. */
    public boolean passed() {
        return error <= tolerance;
    }

    /** One line for a person. */
    public String describe() {
        if (Double.isNaN(error)) {
            return "output element " + worst + " is NaN (not written, or computed wrongly), or its reference is";
        }
        return String.format(java.util.Locale.ROOT, "error %.2e of its magnitude at element %d, tolerance %.2e", error, worst, tolerance);
    }
}
