package genops.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The exponential function of all Vector API kernels: range reduction to {@code 2ⁿ · 2ᶠ}, f ∈ [−½, ½], and a polynomial of degree 5
 * for {@code 2ᶠ}, exact at 0, minimax in the relative error (9.2e−8). The largest error over the whole range is
 * {@link #MAX_ULP} ulp. Results below the least normal number are 0, above the largest are infinite; NaN stays NaN.
 *
 * <p>Small enough to be fused into a loop, which a call of a vector math library cannot be. The integer n is found by adding
 * {@code 1.5 · 2²³}, which leaves it in the low bits of the sum; shifted to the exponent it scales the polynomial by one integer
 * addition (Schraudolph's trick with an exact fraction).
 */
public final class VectorExp {
    /** Bound of the error in units in the last place, of {@link #exp2} and {@link #exp}. */
    public static final double MAX_ULP = 2.5;
    /** log₂ e: softmax in base 2 needs its scores multiplied by this. */
    public static final float LOG2_E = 0x1.715476p0f;

    private static final float ROUND = 0x1.8p23f;
    /** ln 2 in two parts, the first of so few bits that its product with n is exact. */
    private static final float LN2_HIGH = 0x1.62ep-1f;
    private static final float LN2_LOW = (float) (0x1.62e42fefa39efp-1 - 0x1.62ep-1);
    private static final float C1 = 0.69314697759871f;
    private static final float C2 = 0.24022242084635f;
    private static final float C3 = 0.05550733743574f;
    private static final float C4 = 0.00967151268815f;
    private static final float C5 = 0.00132647272470f;
    /** Exponents of the least normal number and of the first that overflows. */
    private static final float LEAST = -126;
    private static final float OVERFLOW = 128;
    private static final float LEAST_LN = -87.33654f;
    private static final float OVERFLOW_LN = 88.72284f;

    private VectorExp() {}

    /** {@code 2ˣ}. */
    public static FloatVector exp2(FloatVector x) {
        return exp2Bounded(x).blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GE, OVERFLOW));
    }

    /** {@code 2ˣ} for x < 128, −∞ included: without the test for overflow, which softmax does not need. */
    static FloatVector exp2Bounded(FloatVector x) {
        FloatVector shifted = x.add(ROUND);
        FloatVector fraction = x.sub(shifted.sub(ROUND));
        return scaled(fraction, shifted).blend(0, x.compare(VectorOperators.LT, LEAST));
    }

    /** {@code eˣ}. */
    public static FloatVector exp(FloatVector x) {
        FloatVector shifted = x.fma(x.broadcast(LOG2_E), x.broadcast(ROUND));
        FloatVector n = shifted.sub(ROUND);
        FloatVector high = n.fma(x.broadcast(-LN2_HIGH), x);
        FloatVector fraction = n.fma(x.broadcast(-LN2_LOW), high).mul(LOG2_E);
        return scaled(fraction, shifted).blend(0, x.compare(VectorOperators.LT, LEAST_LN))
                .blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GE, OVERFLOW_LN));
    }

    /** {@code 2^fraction · 2ⁿ}, n being the low bits of {@code shifted}. */
    private static FloatVector scaled(FloatVector fraction, FloatVector shifted) {
        // the API directly, no helper between: where a method has many vectors C2 leaves helpers out, and each then allocates
        FloatVector p = fraction.fma(fraction.broadcast(C5), fraction.broadcast(C4));
        p = p.lanewise(VectorOperators.FMA, fraction, C3);
        p = p.lanewise(VectorOperators.FMA, fraction, C2);
        p = p.lanewise(VectorOperators.FMA, fraction, C1);
        p = p.lanewise(VectorOperators.FMA, fraction, 1f);
        IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        return p.reinterpretAsInts().add(exponent).reinterpretAsFloats();
    }
}
