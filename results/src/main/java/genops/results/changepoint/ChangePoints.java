package genops.results.changepoint;

import genops.results.changepoint.CommonLevel.Adjusted;
import genops.results.changepoint.Steps.Step;
import genops.results.comparison.Difference;
import genops.results.comparison.Thresholds;
import genops.results.history.History;
import genops.results.history.Point;
import genops.results.history.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The change points of a history: of its times, without the {@link CommonLevel} of its nights, where suspect nights are passed over; and of the
 * ratios to a reference, as they are.
 */
public final class ChangePoints {

    private ChangePoints() {}

    /** The change points of all series and of what they share, the largest change first. */
    public static List<ChangePoint> of(History history, Thresholds thresholds) {
        return Stream.concat(CommonLevel.takenOff(history).parallelStream().flatMap(s -> of(s, thresholds).stream()),
                CommonLevel.ofRatios(history).parallelStream().flatMap(s -> of(s, thresholds.ofRatios()).stream()))
                .sorted(Comparator.comparingDouble((ChangePoint c) -> -Math.abs(Math.log(c.ratio())))).toList();
    }

    private static List<ChangePoint> of(Adjusted series, Thresholds thresholds) {
        List<Point> points = series.adjusted().sound();
        List<Step> steps = Steps.of(logs(points), Math.log1p(thresholds.effect()));
        List<ChangePoint> found = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            int from = i == 0 ? 0 : steps.get(i - 1).index();
            int at = steps.get(i).index();
            int to = i + 1 == steps.size() ? points.size() : steps.get(i + 1).index();
            Run before = points.get(at - 1).run();
            Run after = points.get(at).run();
            found.add(new ChangePoint(series.series(), before, after, median(points.subList(from, at)), median(points.subList(at, to)),
                    steps.get(i).p(), Difference.between(before.machine(), after.machine())));
        }
        return found;
    }

    static double[] logs(List<Point> points) {
        return points.stream().mapToDouble(p -> Math.log(p.value().value())).toArray();
    }

    private static double median(List<Point> points) {
        return Math.exp(Outliers.median(logs(points)));
    }
}
