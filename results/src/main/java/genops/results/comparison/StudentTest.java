package genops.results.comparison;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The t test.
 *
 * @param least estimate of the logarithm of the ratio where the drift of the machine made as much of it as it can
 * @param most the estimate where it made nothing of it, or the other way round; the same as {@code least} without drift
 * @param sigma standard error of the estimate
 * @param degrees degrees of freedom of the standard error
 */
public record StudentTest(double least, double most, double sigma, double degrees) implements RatioTest {

    @Override
    public double above(double log) {
        return least > log ? p(least - log) : 1;
    }

    @Override
    public double below(double log) {
        return most < log ? p(log - most) : 1;
    }

    private double p(double distance) {
        return 2 * TDistribution.of(degrees).survivalProbability(distance / sigma);
    }

    @Override
    public double low(double level) {
        return least - reach(level);
    }

    @Override
    public double high(double level) {
        return most + reach(level);
    }

    private double reach(double level) {
        return sigma * TDistribution.of(degrees).inverseSurvivalProbability(level / 2);
    }
}
