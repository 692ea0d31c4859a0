package genops.results.changepoint;

import genops.results.document.MeasurementKey;
import genops.results.history.History;
import genops.results.history.Point;
import genops.results.history.Run;
import genops.results.history.Series;
import genops.results.statistics.Estimate;
import genops.results.statistics.Samples;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The level that all measurements of a night share: the machine was a little slower, or a new JDK made everything faster. It is taken
 * off every series, which then shows what happened to it alone, and is a series of its own, so that a change of everything is told once
 * and not a thousand times. With few series it cannot be told from theirs and is left in.
 */
final class CommonLevel {
    /** What the series of the level is called. */
    static final MeasurementKey ALL = new MeasurementKey("all", "measurements", "geometric-mean", "fp32", 0);

    private static final int ENOUGH = 20;

    private final Map<Run, Double> levels = new IdentityHashMap<>();
    private final double mean;

    private CommonLevel(List<Series> series) {
        double[] medians = series.stream().mapToDouble(s -> Outliers.median(ChangePoints.logs(s.points()))).toArray();
        Map<Run, List<Double>> deviations = new IdentityHashMap<>();
        for (int i = 0; i < medians.length; i++) {
            for (Point point : series.get(i).points()) {
                deviations.computeIfAbsent(point.run(), k -> new ArrayList<>()).add(Math.log(point.value().value()) - medians[i]);
            }
        }
        deviations.forEach((run, all) -> levels.put(run, all.size() < ENOUGH ? 0.0 : Samples.median(all)));
        mean = IntStream.range(0, medians.length).mapToDouble(i -> medians[i]).average().orElse(0);
    }

    /**
     * A series as it is judged.
     *
     * @param series as it was measured
     * @param adjusted without the level of its nights
     */
    record Adjusted(Series series, Series adjusted) {}

    /** All series of times without the level of their nights, and that of the level. */
    static List<Adjusted> takenOff(History history) {
        if (history.series().size() < ENOUGH) {
            return history.series().stream().map(s -> new Adjusted(s, s)).toList();
        }
        CommonLevel level = new CommonLevel(history.series());
        List<Adjusted> all = new ArrayList<>(history.series().stream().map(s -> new Adjusted(s, level.takenOff(s))).toList());
        Series own = level.series(history);
        all.add(new Adjusted(own, own));
        return all;
    }

    /** The series of ratios to a reference as they are: both builds had the level of the night. */
    static List<Adjusted> ofRatios(History history) {
        return history.ratios().stream().map(s -> new Adjusted(s, s)).toList();
    }

    private Series takenOff(Series series) {
        return series.with(series.points().stream()
                .map(p -> new Point(p.run(), p.value().times(Math.exp(-levels.get(p.run()))), p.forks())).toList());
    }

    private Series series(History history) {
        return new Series(ALL, "", history.runs().stream().filter(levels::containsKey)
                .map(r -> new Point(r, Estimate.exact(Math.exp(mean + levels.get(r))), 1)).toList());
    }
}
