package genops.results.comparison;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import genops.results.document.MeasurementKey;
import genops.results.document.RunDocument;
import genops.shapes.catalog.Catalog;
import java.util.List;
import java.util.OptionalInt;

/** A comparison as JSON, for programs; what is not known is {@code null}. */
public final class ComparisonJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private ComparisonJson() {}

    /** An object with the two runs, every comparison, the groups and the models. */
    public static String of(Comparison comparison, Catalog catalog) {
        ObjectNode root = MAPPER.createObjectNode();
        run(root.putObject("before"), comparison.before());
        run(root.putObject("after"), comparison.after());
        ArrayNode differences = root.putArray("differences");
        comparison.differences().forEach(d -> differences.addObject().put("aspect", d.aspect().label()).put("name", d.name())
                .put("before", d.before()).put("after", d.after()));
        root.put("smallestEffect", comparison.thresholds().effect());
        root.put("falseDiscoveries", comparison.thresholds().falseDiscoveries());
        root.put("betweenRuns", comparison.betweenRuns());
        root.put("common", comparison.common());
        ArrayNode changes = root.putArray("changes");
        comparison.changes().forEach(c -> change(changes.addObject(), c));
        ObjectNode groups = root.putObject("groups");
        groups(groups.putArray("operator"), Group.byOperator(comparison));
        groups(groups.putArray("model"), Group.byModel(comparison, catalog));
        groups(groups.putArray("kernel"), Group.byKernel(comparison));
        ArrayNode inferences = root.putArray("inferences");
        Inference.of(comparison, catalog).forEach(i -> inference(inferences.addObject(), i));
        ArrayNode lost = root.putArray("lost");
        comparison.lost().forEach(l -> key(lost.addObject(), l.key()).put("reason", l.reason()));
        ArrayNode backends = root.putArray("lostBackends");
        LostBackend.of(comparison.lost(), comparison.present()).forEach(b -> backends.addObject().put("name", b.name())
                .put("measurements", b.lost().size()));
        ArrayNode failed = root.putArray("failed");
        comparison.failed().forEach(l -> key(failed.addObject(), l.key()).put("reason", l.reason()));
        ArrayNode gained = root.putArray("gained");
        comparison.gained().forEach(g -> key(gained.addObject(), g));
        return root.toPrettyString() + "\n";
    }

    private static void run(ObjectNode node, RunDocument run) {
        node.put("started", run.started()).put("commit", run.commit()).put("cpu", run.machine().cpu()).put("jdk", run.machine().jdk())
                .put("suspect", run.suspect());
    }

    private static ObjectNode key(ObjectNode node, MeasurementKey key) {
        return node.put("operator", key.operator()).put("shape", key.shape()).put("kernel", key.kernel())
                .put("precision", key.precision()).put("threads", key.threads()).put("setting", key.setting());
    }

    private static void change(ObjectNode node, Change change) {
        key(node, change.key());
        node.put("before", change.before().value()).put("after", change.after().value()).put("ratio", change.ratio())
                .put("low", change.interval().low()).put("high", change.interval().high())
                .put("forksBefore", change.forksBefore()).put("forksAfter", change.forksAfter()).put("drift", change.drift());
        finite(node, "p", change.p());
        finite(node, "q", change.q());
        node.put("verdict", change.verdict().label());
        node.put("reason", change.undecided().map(u -> u.reason().label()).orElse(""));
        change.undecided().map(Undecided::forks).filter(OptionalInt::isPresent)
                .ifPresentOrElse(f -> node.put("forks", f.getAsInt()), () -> node.putNull("forks"));
    }

    private static void groups(ArrayNode array, List<Group> groups) {
        for (Group group : groups) {
            ObjectNode node = array.addObject().put("name", group.name()).put("measurements", group.changes().size()).put("lost", group.lost())
                    .put("slower", group.count(Verdict.SLOWER)).put("faster", group.count(Verdict.FASTER))
                    .put("ratio", group.geometricMean().value());
            finite(node, "error", group.geometricMean().error());
        }
    }

    private static void inference(ObjectNode node, Inference inference) {
        node.put("model", inference.model()).put("attention", inference.variant().label()).put("before", inference.before())
                .put("after", inference.after()).put("ratio", inference.ratio().value());
        finite(node, "error", inference.ratio().error());
        node.put("measuredShare", inference.measuredShare()).put("complete", inference.complete());
    }

    private static void finite(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}
