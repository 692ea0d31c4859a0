package genops.plot;

import genops.results.document.Measurement;
import genops.results.document.MeasurementKey;
import genops.results.document.RunDocument;
import genops.results.history.History;
import genops.results.history.Point;
import genops.results.history.Run;
import genops.results.history.Series;
import genops.results.statistics.Estimate;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Histories of the measurements of a synthetic run, with noise, of which the first becomes slower in the middle. */
final class SyntheticHistory {
    private static final OffsetDateTime FIRST = OffsetDateTime.parse("2025-01-01T02:00:00Z");
    private static final double NOISE = 0.01;
    private static final double PAIRED_NOISE = 0.002;

    private SyntheticHistory() {}

    static History of(int nights, int count, double step) {
        RunDocument document = SyntheticRun.representative();
        List<Run> runs = IntStream.range(0, nights).mapToObj(n -> new Run(Path.of("run-" + n + ".json"), FIRST.plusDays(n),
                String.format("%040x", 1_000_000L * n), document.machine(), document.ceilings(), n == 1 ? "the ceilings drifted by 12%" : ""))
                .toList();
        Random random = new Random(1);
        List<Series> series = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            Measurement m = document.measurements().get(s % document.measurements().size());
            MeasurementKey key = new MeasurementKey(m.operator(), m.shape(), m.kernel(), m.precision(),
                    m.threads() + s / document.measurements().size());
            List<Point> points = new ArrayList<>();
            for (int n = 0; n < nights; n++) {
                double level = m.nanoseconds()[0][0] * (s == 0 && n >= nights / 2 ? step : 1);
                points.add(new Point(runs.get(n), new Estimate(level * (1 + NOISE * random.nextGaussian()), NOISE * level), 3));
            }
            series.add(new Series(key, "", points));
        }
        return new History(runs, series, List.of());
    }

    /** The same history, the measurement of this place having been timed in pairs with a reference as fast every night. */
    static History againstReference(History history, int place) {
        Random random = new Random(2);
        Series times = history.series().get(place);
        List<Point> points = times.points().stream()
                .map(p -> new Point(p.run(), new Estimate(Math.exp(PAIRED_NOISE * random.nextGaussian()), PAIRED_NOISE), 6)).toList();
        return new History(history.runs(), history.series(), List.of(new Series(times.key(), "", "0123456789abcdef", points)), List.of());
    }
}
