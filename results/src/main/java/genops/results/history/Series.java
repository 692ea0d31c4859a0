package genops.results.history;

import genops.results.document.MeasurementKey;
import java.util.List;

/**
 * One measurement night after night.
 *
 * @param key what was measured
 * @param hardware where, in a history in which machines take turns; empty where all nights are of one line of machines
 * @param points the nights on which it was measured, in the order of the history; suspect ones too
 */
public record Series(MeasurementKey key, String hardware, List<Point> points) {

    public Series {
        points = List.copyOf(points);
    }

    /** The points that may serve as a baseline: those of runs that are not suspect. */
    public List<Point> sound() {
        return points.stream().filter(p -> !p.run().isSuspect()).toList();
    }
}
