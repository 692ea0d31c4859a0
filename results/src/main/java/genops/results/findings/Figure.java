package genops.results.findings;

import genops.results.statistics.Estimate;
import genops.results.table.Numbers;

/**
 * One number of a finding.
 *
 * @param quantity what it is, e.g. {@code attention speed-up}
 * @param subject of which model, pair of models or group
 * @param unit how it is read
 * @param value the number with its error
 * @param estimatedShare share of the time behind it that was not measured but estimated
 */
public record Figure(String quantity, String subject, Unit unit, Estimate value, double estimatedShare) {

    /** Where more of the time than this was estimated rather than measured, a number is shown but no verdict rests on it. */
    public static final double MOST_ESTIMATED = 0.5;

    /** Whether a verdict may rest on it. */
    public boolean measuredEnough() {
        return estimatedShare <= MOST_ESTIMATED;
    }

    /** How to measure more of the time behind it, in one line that begins with the subject. */
    String tooLittleMeasured(String model) {
        return subject + ": not judged, " + Numbers.percent(estimatedShare) + " of the time is estimated, not measured (bound "
                + Math.round(100 * MOST_ESTIMATED) + "%); run: java -jar benchmarks.jar --suite full --model " + model;
    }

    /** How a number is read. */
    public enum Unit {
        RATIO,
        SHARE
    }
}
