package genops.results.changepoint;

import genops.results.comparison.StudentTest;
import genops.results.history.Point;
import genops.results.history.Series;
import genops.results.statistics.ShrunkVariance;
import java.util.Arrays;
import java.util.List;

/**
 * The nights of a series that are judged.
 *
 * @param series the series
 * @param baseline nights that the newest are held against, in order
 * @param newest nights that are judged
 * @param residuals deviations of the baseline from its median, outliers drawn in
 */
record Window(Series series, List<Point> baseline, List<Point> newest, double[] residuals) {
    /** Nights a baseline has at most. */
    static final int LONGEST = 20;
    /** Variance of the median over that of the mean, of many values from a normal distribution. */
    private static final double MEDIAN_VARIANCE = Math.PI / 2;
    /** The same of three values. */
    private static final double MEDIAN_OF_THREE = 1.35;
    /** Half of all values from a normal distribution are within so many standard deviations. */
    private static final double HALF = 0.6745;

    boolean judgeable() {
        return baseline.size() >= Judge.SHORTEST;
    }

    int degrees() {
        return baseline.size() - 1;
    }

    double variance() {
        return Arrays.stream(residuals).map(r -> r * r).sum() / degrees();
    }

    /** Residuals in units of their standard deviation, so that no noisy series outweighs all others. */
    double[] standardised() {
        double deviation = Math.sqrt(Math.max(ShrunkVariance.LEAST, variance()));
        return Arrays.stream(residuals).map(r -> r / deviation).toArray();
    }

    double level() {
        return Outliers.median(ChangePoints.logs(baseline));
    }

    /** Logarithms of the ratio of the newest nights to the baseline. */
    double[] departures() {
        double level = level();
        return Arrays.stream(ChangePoints.logs(newest)).map(x -> x - level).toArray();
    }

    /** Logarithm of the ratio of the median of the newest nights to the baseline. */
    double departure() {
        return Outliers.median(departures());
    }

    /**
     * The t test of the newest nights.
     *
     * @param prior what variances there are from night to night
     * @param coefficient how much a night resembles the night before
     */
    StudentTest test(ShrunkVariance prior, double coefficient) {
        return new StudentTest(departure(), departure(), sigma(prior, coefficient, baseline.size()), degrees() + prior.priorDegrees());
    }

    /**
     * The test as it would probably be after further nights. The departure is taken as seen, less what chance has probably added, and the next
     * one to miss it by as much as half of all do.
     *
     * @param nights by which the baseline is longer, as far as one is
     */
    StudentTest forecast(ShrunkVariance prior, double coefficient, int nights) {
        int length = Math.min(LONGEST, baseline.size() + nights);
        double seen = departure();
        double now = sigma(prior, coefficient, baseline.size()) / seen;
        double own = seen == 0 ? 0 : seen * Math.max(0, 1 - now * now);
        double sigma = sigma(prior, coefficient, length);
        return new StudentTest(own - HALF * sigma, own + HALF * sigma, sigma, length - 1 + prior.priorDegrees());
    }

    private double sigma(ShrunkVariance prior, double coefficient, int nights) {
        double k = newest.size();
        return Math.sqrt(prior.of(variance(), degrees()) * ((k == 1 ? 1 : MEDIAN_OF_THREE) * (1 + (k - 1) * coefficient) / k
                + MEDIAN_VARIANCE / (nights * Autocorrelation.worth(coefficient))));
    }

    /** Whether each night is off to the same side by more than its own noise, and by so much: with two outliers, chance does the rest too often. */
    boolean agrees(ShrunkVariance prior, double least) {
        double[] departures = departures();
        double side = Math.signum(departures[0]);
        double noise = Math.max(least, Math.sqrt(prior.of(variance(), degrees())));
        return Arrays.stream(departures).allMatch(d -> d * side >= noise);
    }
}
