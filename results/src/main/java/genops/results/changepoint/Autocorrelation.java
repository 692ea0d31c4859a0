package genops.results.changepoint;

/**
 * How much a night resembles the night before: the autocorrelation of first order. Nights that resemble each other tell less than as many
 * independent ones, and a test that takes no account of it finds steps in mere drift.
 */
final class Autocorrelation {
    private static final double MOST = 0.9;

    private double products;
    private double squares;
    private int pairs;

    /** Adds the deviations of successive nights from their mean. */
    void add(double[] residuals) {
        for (int i = 0; i < residuals.length; i++) {
            squares += residuals[i] * residuals[i];
            if (i > 0) {
                products += residuals[i] * residuals[i - 1];
                pairs++;
            }
        }
    }

    /**
     * The coefficient, from 0 to 0.9.
     *
     * @param length nights from which the mean of each stretch was taken: the fewer, the more the plain estimate is too low (Kendall, 1954)
     */
    double coefficient(double length) {
        if (pairs == 0 || squares == 0) {
            return 0;
        }
        double plain = products / squares;
        return Math.clamp(plain + (1 + 3 * plain) / length, 0, MOST);
    }

    /** By how many independent nights a night counts. */
    static double worth(double coefficient) {
        return (1 - coefficient) / (1 + coefficient);
    }
}
