package genops.results.findings;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** The findings as JSON, for programs. */
public final class FindingsJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private FindingsJson() {}

    /** An object with the source, what was measured, what was projected, and an array of findings. */
    public static String of(Findings findings) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("source", Findings.SOURCE);
        root.put("measuredOn", findings.measuredOn());
        findings.projectedTo().ifPresent(p -> root.put("projectedTo", p).put("recalledNotChecked", Findings.RECALLED));
        ArrayNode array = root.putArray("findings");
        for (Finding finding : findings.findings()) {
            ObjectNode node = array.addObject();
            node.put("id", finding.observation().id());
            node.put("statement", finding.observation().statement());
            node.put("paper", finding.observation().paper());
            judged(node.putObject("measured"), finding.measured(), true);
            finding.projected().ifPresent(p -> judged(node.putObject("projected"), p, false));
        }
        ArrayNode errors = root.putArray("projectionErrors");
        findings.errors().forEach(error -> errors.addPOJO(error));
        return root.toPrettyString() + "\n";
    }

    private static void judged(ObjectNode node, Judged judged, boolean errors) {
        node.put("verdict", judged.verdict().label());
        node.put("headline", judged.headline());
        node.put("summary", judged.summary());
        judged.reasons().forEach(node.withArray("reasons")::add);
        ArrayNode figures = node.putArray("figures");
        for (Figure figure : judged.figures()) {
            ObjectNode f = figures.addObject();
            f.put("quantity", figure.quantity());
            f.put("subject", figure.subject());
            f.put("unit", figure.unit().name().toLowerCase(Locale.ROOT));
            f.put("value", figure.value().value());
            if (errors) {
                if (Double.isFinite(figure.value().error())) {
                    f.put("error", figure.value().error());
                } else {
                    f.putNull("error");
                }
                f.put("estimatedShare", figure.estimatedShare());
            }
        }
    }
}
