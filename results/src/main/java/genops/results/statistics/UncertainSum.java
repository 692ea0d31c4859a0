package genops.results.statistics;

import java.util.HashMap;
import java.util.Map;

/**
 * A sum of values that keeps account of where its error comes from, so that sums which share a source, as the unfused and the flash
 * time of a model share the time of its convolutions, can be divided without counting that source twice.
 *
 * @param value the sum
 * @param errors half-width of the 95 % interval that each independent source contributes; contributions of one source err together
 */
public record UncertainSum(double value, Map<String, Double> errors) {
    /** The sum of nothing. */
    public static final UncertainSum ZERO = new UncertainSum(0, Map.of());

    public UncertainSum {
        errors = Map.copyOf(errors);
    }

    /** One value whose error has this source. */
    public static UncertainSum of(Estimate estimate, String source) {
        return new UncertainSum(estimate.value(), estimate.error() == 0 ? Map.of() : Map.of(source, estimate.error()));
    }

    /** Sum: errors of a common source add, as they err together. */
    public UncertainSum plus(UncertainSum other) {
        Map<String, Double> merged = new HashMap<>(errors);
        other.errors.forEach((source, error) -> merged.merge(source, error, Double::sum));
        return new UncertainSum(value + other.value, merged);
    }

    /** The sum with its whole error: those of different sources add in quadrature. */
    public Estimate estimate() {
        return new Estimate(value, Math.sqrt(errors.values().stream().mapToDouble(e -> e * e).sum()));
    }

    /**
     * Ratio of two sums: to first order the relative errors of a common source cancel, those of different sources add in quadrature.
     */
    public Estimate over(UncertainSum divisor) {
        Map<String, Double> relative = new HashMap<>();
        errors.forEach((source, error) -> relative.put(source, error / value));
        divisor.errors.forEach((source, error) -> relative.merge(source, -error / divisor.value, Double::sum));
        double squares = relative.values().stream().mapToDouble(e -> e * e).sum();
        double ratio = value / divisor.value;
        return new Estimate(ratio, Double.isFinite(squares) ? Math.abs(ratio) * Math.sqrt(squares) : Double.POSITIVE_INFINITY);
    }
}
