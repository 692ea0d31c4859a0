package genops.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

class VectorExpIT {
    /** Odd, so that the bits of all exponents and fractions are walked through. */
    private static final int STEP = 1511;

    @Test
    void errorOfExp2IsWithinItsBoundOverTheWholeRange() {
        assertWithinBound(VectorExp::exp2, x -> Math.pow(2, x));
    }

    @Test
    void errorOfExpIsWithinItsBoundOverTheWholeRange() {
        assertWithinBound(VectorExp::exp, Math::exp);
    }

    @Test
    void endsOfTheRange() {
        for (UnaryOperator<FloatVector> function : java.util.List.<UnaryOperator<FloatVector>>of(VectorExp::exp, VectorExp::exp2)) {
            assertEquals(0, at(function, Float.NEGATIVE_INFINITY));
            assertEquals(0, at(function, -Float.MAX_VALUE));
            assertEquals(0, at(function, -1000));
            assertEquals(1, at(function, 0));
            assertEquals(1, at(function, -0f));
            assertEquals(Float.POSITIVE_INFINITY, at(function, Float.MAX_VALUE));
            assertEquals(Float.POSITIVE_INFINITY, at(function, Float.POSITIVE_INFINITY));
            assertTrue(Float.isNaN(at(function, Float.NaN)));
        }
        assertEquals(Float.MIN_NORMAL, at(VectorExp::exp2, -126));
        assertEquals(0x1p127f, at(VectorExp::exp2, 127));
    }

    @Test
    void boundedFormTakesMinusInfinity() {
        assertEquals(0, at(VectorExp::exp2Bounded, Float.NEGATIVE_INFINITY));
        assertEquals(0, at(VectorExp::exp2Bounded, -1e30f));
        assertEquals(256, at(VectorExp::exp2Bounded, 8));
    }

    private static float at(UnaryOperator<FloatVector> function, float x) {
        return function.apply(FloatVector.broadcast(Simd.SPECIES, x)).lane(0);
    }

    private static void assertWithinBound(UnaryOperator<FloatVector> function, DoubleUnaryOperator exact) {
        float[] x = new float[Simd.LANES];
        float[] y = new float[Simd.LANES];
        long bits = Integer.MIN_VALUE;
        while (bits <= Integer.MAX_VALUE) {
            int filled = 0;
            for (; filled < x.length && bits <= Integer.MAX_VALUE; bits += STEP) {
                float candidate = Float.intBitsToFloat((int) bits);
                if (Math.abs(candidate) <= 200) {
                    x[filled++] = candidate;
                }
            }
            function.apply(FloatVector.fromArray(Simd.SPECIES, x, 0)).intoArray(y, 0);
            for (int i = 0; i < filled; i++) {
                assertWithinBound(x[i], y[i], exact.applyAsDouble(x[i]));
            }
        }
    }

    private static void assertWithinBound(float x, float y, double exact) {
        float nearest = (float) exact;
        if (nearest < Float.MIN_NORMAL) {
            assertTrue(y == 0 || y == Float.MIN_NORMAL, () -> "f(" + x + ") = " + y);
        } else if (Float.isInfinite(nearest)) {
            assertEquals(Float.POSITIVE_INFINITY, y, () -> "f(" + x + ")");
        } else {
            double ulps = Math.abs(y - exact) / Math.ulp(nearest);
            boolean atTheEnd = nearest < 1.00001f * Float.MIN_NORMAL && y == 0 || nearest > 0.99999f * Float.MAX_VALUE && Float.isInfinite(y);
            assertTrue(ulps <= VectorExp.MAX_ULP || atTheEnd, () -> "f(" + x + ") = " + y + " is " + ulps + " ulp off " + exact);
        }
    }
}
