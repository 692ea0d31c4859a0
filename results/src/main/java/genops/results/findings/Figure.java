package genops.results.findings;

import genops.results.statistics.Estimate;

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

    /** How a number is read. */
    public enum Unit {
        RATIO,
        SHARE
    }
}
