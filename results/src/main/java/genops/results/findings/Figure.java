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
 * @param estimatedShare share of the time behind it that was not measured but estimated, of a kernel that stands in, or in doubt
 */
public record Figure(String quantity, String subject, Unit unit, Estimate value, double estimatedShare) {

    /**
     * Where more of the time than this was not measured, a number is shown but no verdict rests on it. Estimates of single shapes are off
     * by up to twice: a twentieth of the time then moves a share by at most five points and a speed-up by five percent, less than the
     * widths of the ranges that verdicts are about.
     */
    public static final double MOST_ESTIMATED = 0.05;

    /** Whether a verdict may rest on it. */
    public boolean measuredEnough() {
        return estimatedShare <= MOST_ESTIMATED;
    }

    /** Whether its 95 % interval holds a number at which a verdict changes; an interval that is not known holds every number. */
    public boolean straddles(double boundary) {
        return straddles(value, boundary);
    }

    static boolean straddles(Estimate value, double boundary) {
        return !Double.isFinite(value.error()) || Math.abs(value.value() - boundary) < value.error();
    }

    /** The number with its error unless it is exact, with {@code ≈} before it where no verdict may rest on it. */
    public String text() {
        return value.error() == 0 ? shortText() : approximate() + switch (unit) {
            case RATIO -> Numbers.ratio(value);
            case SHARE -> Numbers.percent(value);
        };
    }

    /** The number without its error, likewise. */
    public String shortText() {
        return approximate() + switch (unit) {
            case RATIO -> Numbers.ratio(value.value());
            case SHARE -> Numbers.percent(value.value());
        };
    }

    private String approximate() {
        return measuredEnough() ? "" : "≈ ";
    }

    /** Why no verdict rests on it, in one line that begins with the subject. */
    String tooLittleMeasured() {
        return subject + ": " + Numbers.percent(estimatedShare) + " of the time is estimated, not measured; a verdict needs at most "
                + Math.round(100 * MOST_ESTIMATED) + "%";
    }

    /** How a number is read. */
    public enum Unit {
        RATIO,
        SHARE
    }
}
