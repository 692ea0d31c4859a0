package genops.results.history;

import genops.results.document.MeasurementKey;
import java.util.List;

/**
 * One measurement night after night: its times, or the ratios of its times to those of a reference that took turns with it.
 *
 * @param key what was measured
 * @param hardware where, in a history in which machines take turns; empty where all nights are of one line of machines
 * @param reference the build that the ratios are to; empty in a series of times
 * @param points the nights on which it was measured, in the order of the history; suspect ones too
 */
public record Series(MeasurementKey key, String hardware, String reference, List<Point> points) {
    private static final int COMMIT_DIGITS = 10;

    public Series {
        points = List.copyOf(points);
    }

    /** A series of times. */
    public Series(MeasurementKey key, String hardware, List<Point> points) {
        this(key, hardware, "", points);
    }

    /** Whether these are ratios to a reference, rather than times. */
    public boolean isOfRatios() {
        return !reference.isEmpty();
    }

    /** The same series with other points. */
    public Series with(List<Point> others) {
        return new Series(key, hardware, reference, others);
    }

    /**
     * The points that may serve as a baseline: of times, those of runs that are not suspect; of ratios all, for what disturbs the machine
     * disturbs both builds.
     */
    public List<Point> sound() {
        return isOfRatios() ? points : points.stream().filter(p -> !p.run().isSuspect()).toList();
    }

    /** One line: what was measured, where machines take turns on which, and against which reference. */
    public String text() {
        return key.text() + (hardware.isEmpty() ? "" : " on " + hardware) + (isOfRatios() ? ", against " + shortReference() : "");
    }

    /** The reference as people write it: the beginning of a hash. */
    public String shortReference() {
        int colon = reference.indexOf(':') + 1;
        return reference.substring(0, Math.min(reference.length(), colon + COMMIT_DIGITS));
    }
}
