package genops.results.statistics;

/**
 * What one process tells of the ratio of two times that took turns in it: the median of the logarithms of the ratios of neighbouring turns.
 *
 * @param logRatio the median
 * @param error its standard error, from the spread of the turns; what processes differ by is not in it
 * @param reversed whether the numerator was made ready before the denominator, rather than after
 */
public record PairedFork(double logRatio, double error, boolean reversed) {

    /**
     * A process, with the standard error of {@link PairedRatio}.
     *
     * @param numerator times of calls, one for each pair of turns
     * @param denominator likewise; values of one index are neighbours
     */
    public static PairedFork of(double[] numerator, double[] denominator, boolean reversed) {
        double[] logs = PairedRatio.logRatios(numerator, denominator);
        double middle = PairedRatio.MEDIAN.evaluate(logs);
        return new PairedFork(middle, Math.sqrt(PairedRatio.variance(logs, middle)), reversed);
    }
}
