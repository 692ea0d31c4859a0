package genops.results.statistics;

/**
 * A value with its error.
 *
 * @param value the point estimate
 * @param error half-width of its 95 % interval, in the unit of the value; 0 where the value is exact
 */
public record Estimate(double value, double error) {
    /** Nothing, exactly. */
    public static final Estimate ZERO = new Estimate(0, 0);

    /** A value without error. */
    public static Estimate exact(double value) {
        return new Estimate(value, 0);
    }

    /** Sum of two independent values: errors add in quadrature. */
    public Estimate plus(Estimate other) {
        return new Estimate(value + other.value, Math.hypot(error, other.error));
    }

    /** Sum of two values that err together, as two made with one common factor do: errors add. */
    public Estimate plusCorrelated(Estimate other) {
        return new Estimate(value + other.value, error + other.error);
    }

    public Estimate times(double factor) {
        return new Estimate(value * factor, error * Math.abs(factor));
    }

    /** Ratio of two independent values: relative errors add in quadrature (first order). */
    public Estimate over(Estimate divisor) {
        double ratio = value / divisor.value;
        return new Estimate(ratio, Math.abs(ratio) * Math.hypot(relativeError(), divisor.relativeError()));
    }

    /** {@code error / value}; 0 for a value of 0. */
    public double relativeError() {
        return value == 0 ? 0 : error / Math.abs(value);
    }
}
