package genops.results.statistics;

/**
 * An interval of a ratio.
 *
 * @param low its lower end; 0 where nothing bounds it
 * @param high its upper end; infinite where nothing bounds it
 */
public record Interval(double low, double high) {
    /** What nothing is known of. */
    public static final Interval UNKNOWN = new Interval(0, Double.POSITIVE_INFINITY);
}
