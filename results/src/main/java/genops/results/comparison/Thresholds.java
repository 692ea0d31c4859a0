package genops.results.comparison;

/**
 * What is worth telling.
 *
 * @param effect the smallest relative change of a time, e.g. 0.03
 * @param falseDiscoveries the share of false ones among the changes told, e.g. 0.05 (Benjamini–Hochberg)
 */
public record Thresholds(double effect, double falseDiscoveries) {
    /** 3 %, and one change in twenty. */
    public static final Thresholds DEFAULT = new Thresholds(0.03, 0.05);
    /** How much smaller an effect matters where the noise of the machine cancels. */
    private static final int PAIRED = 3;

    /** Checks the ranges: {@code 0 <= effect < 1}, {@code 0 < falseDiscoveries < 1}. */
    public Thresholds {
        if (!(effect >= 0 && effect < 1)) {
            throw new IllegalArgumentException("the smallest effect must be from 0 to below 1 (0.03 is 3 %), is " + effect);
        }
        if (!(falseDiscoveries > 0 && falseDiscoveries < 1)) {
            throw new IllegalArgumentException("the rate of false discoveries must be between 0 and 1, is " + falseDiscoveries);
        }
    }

    /** The same of ratios to a reference, in which the noise of the machine cancels: a third of the smallest effect, 1 % by default. */
    public Thresholds ofRatios() {
        return new Thresholds(effect / PAIRED, falseDiscoveries);
    }

    /** Whether a ratio of times is large enough in either direction. */
    public boolean tells(double ratio) {
        return Math.abs(Math.log(ratio)) >= Math.log1p(effect);
    }
}
