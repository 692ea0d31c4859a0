package genops.results.changepoint;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import genops.results.changepoint.Standing.Pending;
import genops.results.comparison.LostBackend;
import genops.results.comparison.Verdict;
import genops.results.document.MeasurementKey;
import genops.results.history.History;
import genops.results.history.Point;
import genops.results.history.Run;
import genops.results.history.Series;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** What a history says, as JSON for programs. Nights are referred to by their place in {@code runs}, counted from 0. */
public final class HistoryJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private HistoryJson() {}

    /**
     * An object with the nights, the series of times and of ratios to a reference, the change points, the judgement of the newest run, and the files
     * left out.
     */
    public static String of(History history, List<ChangePoint> changePoints, Judgement judgement) {
        Map<Run, Integer> places = new IdentityHashMap<>();
        history.runs().forEach(run -> places.put(run, places.size()));
        ObjectNode root = MAPPER.createObjectNode();
        ArrayNode runs = root.putArray("runs");
        history.runs().forEach(r -> runs.addObject().put("file", r.file().toString()).put("started", r.time().toString())
                .put("commit", r.commit()).put("committed", r.committed().map(Object::toString).orElse(""))
                .put("hardware", r.hardware()).put("os", r.machine().os()).put("jdk", r.machine().jdk())
                .put("suspect", r.suspect()));
        ArrayNode leftOut = root.putArray("leftOut");
        history.leftOut().forEach(l -> leftOut.addObject().put("file", l.file().toString()).put("reason", l.reason()));
        ArrayNode series = root.putArray("series");
        history.series().forEach(s -> series(series.addObject(), s, "nanoseconds", places));
        ArrayNode ratios = root.putArray("ratios");
        history.ratios().forEach(s -> series(ratios.addObject(), s, "ratio", places));
        ArrayNode points = root.putArray("changePoints");
        changePoints.forEach(c -> key(points.addObject(), c.series()).put("lastBefore", places.get(c.lastBefore()))
                .put("firstAfter", places.get(c.firstAfter())).put("before", c.before()).put("after", c.after()).put("ratio", c.ratio())
                .put("p", c.p()).put("cause", c.cause()));
        judgement(root.putObject("newest"), judgement, places);
        return root.toPrettyString() + "\n";
    }

    /**
     * A series.
     *
     * @param value what its values are called
     */
    private static void series(ObjectNode node, Series series, String value, Map<Run, Integer> places) {
        key(node, series);
        ArrayNode points = node.putArray("points");
        for (Point point : series.points()) {
            ObjectNode each = points.addObject().put("run", places.get(point.run())).put(value, point.value().value())
                    .put("forks", point.forks());
            finite(each, "error", point.value().error());
        }
    }

    private static void judgement(ObjectNode node, Judgement judgement, Map<Run, Integer> places) {
        node.put("run", places.get(judgement.newest())).put("notJudged", judgement.notJudged());
        ObjectNode verdicts = node.putObject("verdicts");
        Arrays.stream(Verdict.values()).forEach(v -> verdicts.put(v.label(), judgement.count(v)));
        ArrayNode standings = node.putArray("series");
        judgement.standings().forEach(s -> standing(standings.addObject(), s));
        ArrayNode departures = node.putArray("departures");
        judgement.departures().forEach(d -> key(departures.addObject(), d.series())
                .put("state", d.state().name().toLowerCase(Locale.ROOT)).put("lastBefore", places.get(d.lastBefore()))
                .put("firstAfter", places.get(d.firstAfter())).put("before", d.before()).put("after", d.after()).put("ratio", d.ratio())
                .put("q", d.q()).put("cause", d.cause()));
        ArrayNode missing = node.putArray("missing");
        judgement.missing().forEach(m -> key(missing.addObject(), m.series()).put("reason", m.reason()));
        ArrayNode failed = node.putArray("failed");
        judgement.failed().forEach(l -> key(failed.addObject(), l.key()).put("reason", l.reason()));
        ArrayNode backends = node.putArray("lostBackends");
        LostBackend.of(judgement.lost(), judgement.present()).forEach(b -> backends.addObject().put("name", b.name())
                .put("measurements", b.lost().size()));
    }

    private static void standing(ObjectNode node, Standing standing) {
        key(node, standing.series()).put("verdict", standing.verdict().label())
                .put("reason", standing.pending().map(p -> p.reason().label()).orElse(""));
        finite(node, "low", standing.interval().low());
        finite(node, "high", standing.interval().high());
        standing.pending().map(Pending::nights).filter(OptionalInt::isPresent)
                .ifPresentOrElse(n -> node.put("nightsToDecide", n.getAsInt()), () -> node.putNull("nightsToDecide"));
    }

    private static void finite(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }

    private static ObjectNode key(ObjectNode node, Series series) {
        return key(node, series.key()).put("hardware", series.hardware()).put("reference", series.reference());
    }

    private static ObjectNode key(ObjectNode node, MeasurementKey key) {
        return node.put("operator", key.operator()).put("shape", key.shape()).put("kernel", key.kernel())
                .put("precision", key.precision()).put("threads", key.threads()).put("setting", key.setting());
    }
}
