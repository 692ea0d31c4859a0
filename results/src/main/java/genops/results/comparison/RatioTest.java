package genops.results.comparison;

import genops.results.statistics.Interval;

/**
 * What the forks of a measurement say about the ratio by which its time changed, beyond what all measurements share. Ratios are logarithms
 * here, probabilities two-sided. A part of what was seen may be the drift of the machine; where it may, every ratio that a share of that
 * drift, none or all of it, leaves over is as good as another.
 */
public interface RatioTest {

    /** Probability of forks that lie so far above this ratio, were it the true one; 1 where they do not lie above it. */
    double above(double log);

    /** Probability of forks that lie so far below this ratio, were it the true one; 1 where they do not lie below it. */
    double below(double log);

    /** The least ratio that is not rejected at this level. */
    double low(double level);

    /** The greatest ratio that is not rejected at this level. */
    double high(double level);

    /** Probability of such forks by chance, nothing having changed: the least level at which the interval leaves 0 out. */
    default double changed() {
        return Math.min(above(0), below(0));
    }

    /** Probability of such forks by chance, the ratio having changed by more than the effect: the least level at which the interval is within it. */
    default double unchanged(double effect) {
        return Math.max(above(-effect), below(effect));
    }

    /** The ratios, no longer logarithms, that are not rejected at this level. */
    default Interval interval(double level) {
        return new Interval(Math.exp(low(level)), Math.exp(high(level)));
    }

    /** A ratio that both tests must reject. */
    static RatioTest both(RatioTest first, RatioTest second) {
        return new RatioTest() {
            @Override
            public double above(double log) {
                return Math.max(first.above(log), second.above(log));
            }

            @Override
            public double below(double log) {
                return Math.max(first.below(log), second.below(log));
            }

            @Override
            public double low(double level) {
                return Math.min(first.low(level), second.low(level));
            }

            @Override
            public double high(double level) {
                return Math.max(first.high(level), second.high(level));
            }
        };
    }
}
