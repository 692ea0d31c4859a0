package genops.kernels.reference;

import genops.shapes.operator.ActivationFunction;

/** Values of the pointwise functions and the magnitudes their errors are measured against. */
final class PointwiseFunctions {
    /**
     * Magnitude that lets an exponential below the smallest normal fp32 number, 2⁻¹²⁶, be flushed to zero though it is multiplied by
     * |x| up to 2⁷: 2⁻¹²⁶ · 2⁷ / u.
     */
    static final double FLUSHED = 0x1p-95;

    private static final double QUICK_GELU_SLOPE = 1.702;

    private PointwiseFunctions() {}

    /** {@code f(x)}; at −∞ the limit. */
    static double value(ActivationFunction function, double x) {
        if (x == Double.NEGATIVE_INFINITY) {
            return 0;
        }
        return switch (function) {
            case RELU -> Math.max(x, 0);
            case SILU -> x * sigmoid(x);
            case GELU -> x * normalDistribution(x);
            case GELU_TANH -> 0.5 * x * (1 + Math.tanh(gelu(x)));
            case QUICK_GELU -> x * sigmoid(QUICK_GELU_SLOPE * x);
        };
    }

    /**
     * What the error of {@code f(x)}, x finite, is measured against. The sigmoids have a relative error that grows with the rounding of the
     * exponent, {@code |f| · (1 + |exponent|)}; the GELUs add 1 to a function that tends to −1, and lose there what the terms have:
     * {@code |x|/2 · (1 + |erf|)}.
     */
    static double magnitude(ActivationFunction function, double x) {
        return FLUSHED + switch (function) {
            case RELU -> Math.abs(value(function, x));
            case SILU -> Math.abs(value(function, x)) * (1 + Math.abs(x));
            case QUICK_GELU -> Math.abs(value(function, x)) * (1 + Math.abs(QUICK_GELU_SLOPE * x));
            case GELU -> 0.5 * Math.abs(x) * (1 + Math.abs(2 * normalDistribution(x) - 1));
            case GELU_TANH -> 0.5 * Math.abs(x) * (1 + Math.abs(Math.tanh(gelu(x))));
        };
    }

    private static double sigmoid(double x) {
        double e = Math.exp(-Math.abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    private static double gelu(double x) {
        return Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
    }

    /**
     * Φ(x) to double rounding: for |x| small Taylor's series {@code Φ = ½ + φ(x) Σ x^(2n+1)/(2n+1)!!} (all terms of one sign),
     * else Laplace's continued fraction of the tail.
     */
    static double normalDistribution(double x) {
        double density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
        double a = Math.abs(x);
        if (density == 0) {
            return x > 0 ? 1 : 0;
        }
        if (a < 3) {
            double term = x;
            double sum = x;
            for (int n = 3; Math.abs(term) > 0x1p-56 * Math.abs(sum); n += 2) {
                term *= x * x / n;
                sum += term;
            }
            return 0.5 + density * sum;
        }
        double fraction = a;
        for (int k = 160; k >= 1; k--) {
            fraction = a + k / fraction;
        }
        return x > 0 ? 1 - density / fraction : density / fraction;
    }
}
