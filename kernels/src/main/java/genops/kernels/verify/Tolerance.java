package genops.kernels.verify;

import genops.kernels.Kernel;
import genops.kernels.Precision;
import genops.kernels.reference.References;
import genops.shapes.operator.Operator;
import java.util.Locale;
import java.util.Optional;

/**
 * The largest error allowed, relative to an element's magnitude: {@code u · (8 + 2√ℓ) · errorFactor}, with u the unit roundoff of the
 * kernel's precision. Rounding errors of a sum of ℓ terms in a row grow like √ℓ (Higham and Mary, SIAM J. Sci. Comput. 41, 2019), the
 * constant part covers the last rounding and the elementary functions.
 *
 * <p>No sound kernel adds more than some ten thousand terms in a row: it has lanes, unrolled accumulators, tiles, threads, and adds up
 * their sums. So ℓ is that of a sum in two levels, {@code min(L, 16384) + L / 16384} for a reduction of length L: what is allowed must not
 * grow to the size of a signal that averages out with √L. With fp16 operands sums are kept in fp32, so ℓ counts only with fp32's
 * roundoff.
 */
public final class Tolerance {
    /**
     * The largest factor a kernel may state. F(6×6, 3×3), the largest Winograd transform in use for convolutions, amplifies errors by
     * about 60 (Barabasz et al., ACM TOMS 46, 2020); what is less accurate computes something else.
     */
    public static final double LARGEST_FACTOR = 64;

    /** Terms that are added in a row. */
    private static final long BLOCK = 16384;
    /** Error that underflow leaves in every term: the smallest normal fp32 number, since a kernel may flush what is below to zero. */
    private static final double FLUSHED = 0x1p-126;

    private Tolerance() {}

    /** Largest error allowed, relative to an element's magnitude. */
    public static <O extends Operator> double of(Kernel<O> kernel, O shape) {
        long length = References.of(kernel.operator()).reductionLength(shape);
        double fp32 = Precision.FP32.unitRoundoff();
        double stored = kernel.precision().unitRoundoff();
        double sum = fp32 * 2 * Math.sqrt(Math.min(length, BLOCK) + (double) (length / BLOCK));
        return kernel.errorFactor() * (sum + (stored > fp32 ? 2 * stored : 8 * fp32));
    }

    /** Absolute error that values too small for the precision may leave in an element that is computed, not moved. */
    static <O extends Operator> double underflow(Kernel<O> kernel, O shape) {
        return kernel.precision().underflow() + FLUSHED * References.of(kernel.operator()).reductionLength(shape);
    }

    /** Why the factor that a kernel states cannot be; empty where it can. */
    static Optional<String> refused(Kernel<?> kernel) {
        double factor = kernel.errorFactor();
        if (!(factor >= 1 && factor <= LARGEST_FACTOR)) {
            return Optional.of(String.format(Locale.ROOT, "names its own tolerance: a factor of %.3g where 1 to %.0f is allowed", factor,
                    LARGEST_FACTOR));
        }
        return factor > 1 && kernel.errorReason().isEmpty()
                ? Optional.of(String.format(Locale.ROOT, "names a factor of %.3g on the tolerance without a reason; errorReason() gives it",
                        factor))
                : Optional.empty();
    }

    /** The factor and its reason, where it is not 1: "factor 2: …". */
    public static Optional<String> note(Kernel<?> kernel) {
        return kernel.errorFactor() == 1 ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "factor %.3g on the tolerance: %s", kernel.errorFactor(),
                        kernel.errorReason().orElse("")));
    }
}
