package genops.results.findings;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import genops.results.composition.StepCheck;
import genops.results.document.StepMeasurement;
import genops.results.statistics.Estimate;
import java.util.List;
import java.util.Locale;

/** The findings as JSON, for programs. */
public final class FindingsJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private FindingsJson() {}

    /**
     * An object with the source, the headline and the findings of every stack and projection, and the errors of the projection. In
     * {@code findings} stands each observation with what the first stack and the first projection say of it.
     */
    public static String of(Findings findings) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("source", Findings.SOURCE);
        findings.stacks().stream().findFirst().ifPresent(s -> root.put("measuredOn", s.source()));
        findings.projections().stream().findFirst()
                .ifPresent(p -> root.put("projectedTo", p.source()).put("recalledNotChecked", Findings.RECALLED));
        ArrayNode array = root.putArray("findings");
        for (Observation observation : Findings.observations()) {
            ObjectNode node = array.addObject();
            node.put("id", observation.id());
            node.put("statement", observation.statement());
            node.put("paper", observation.paper());
            findings.stacks().stream().findFirst().ifPresent(s -> judged(node.putObject("measured"), s.of(observation), true));
            findings.projections().stream().findFirst().ifPresent(p -> judged(node.putObject("projected"), p.of(observation), false));
        }
        findings.stacks().forEach(s -> judgement(root.withArray("stacks").addObject(), s));
        findings.projections().forEach(p -> judgement(root.withArray("projections").addObject(), p));
        ArrayNode errors = root.putArray("projectionErrors");
        findings.errors().forEach(error -> errors.addPOJO(error));
        ArrayNode steps = root.putArray("steps");
        findings.checks().forEach(c -> step(steps.addObject(), c));
        ArrayNode speedups = root.putArray("stepSpeedups");
        StepCheck.speedups(findings.checks()).forEach(s -> {
            ObjectNode node = speedups.addObject();
            name(node, s.step());
            estimate(node, s.ratio(), true);
            node.put("composed", s.composed());
        });
        return root.toPrettyString() + "\n";
    }

    private static void step(ObjectNode node, StepCheck check) {
        name(node, check.step());
        node.put("attention", check.step().attention());
        node.put("measuredNanoseconds", check.measured().value());
        node.put("composedNanoseconds", check.composed().value());
        node.put("error", check.error());
        node.put("estimatedShare", check.estimatedShare());
        ObjectNode classes = node.putObject("classes");
        check.parts().forEach((c, part) -> classes.putObject(c.label()).put("measuredNanoseconds", part.measured())
                .put("composedNanoseconds", part.composed()));
    }

    private static void name(ObjectNode node, StepMeasurement step) {
        node.put("model", step.model()).put("stage", step.stage()).put("pass", step.pass()).put("stack", step.stack());
    }

    private static void judgement(ObjectNode node, Judgement judgement) {
        node.put("name", judgement.name());
        node.put("title", judgement.title());
        node.put("source", judgement.source());
        ObjectNode headline = node.putObject("headline");
        ArrayNode kinds = headline.putArray("kinds");
        for (KindGain gain : judgement.gains().kinds()) {
            ObjectNode k = kinds.addObject();
            k.put("kind", gain.kind().label());
            estimate(k, gain.mean(), true);
            k.put("low", gain.low()).put("high", gain.high()).put("shapes", gain.shapes()).put("ofShapes", gain.of()).put("inTurns", gain.inTurns())
                    .put("inDoubt", gain.doubtful());
        }
        figures(headline.putArray("figures"), judgement.gains().figures(), !judgement.projected());
        ArrayNode array = node.putArray("findings");
        for (Observation observation : Findings.observations()) {
            judged(array.addObject().put("id", observation.id()), judgement.of(observation), !judgement.projected());
        }
        judgement.settle().ifPresent(s -> node.put("settle", s));
    }

    private static void judged(ObjectNode node, Judged judged, boolean errors) {
        node.put("verdict", judged.verdict().label());
        node.put("headline", judged.headline());
        node.put("summary", judged.summary());
        judged.reasons().forEach(node.withArray("reasons")::add);
        figures(node.putArray("figures"), judged.figures(), errors);
    }

    private static void figures(ArrayNode array, List<Figure> figures, boolean errors) {
        for (Figure figure : figures) {
            ObjectNode f = array.addObject();
            f.put("quantity", figure.quantity());
            f.put("subject", figure.subject());
            f.put("unit", figure.unit().name().toLowerCase(Locale.ROOT));
            estimate(f, figure.value(), errors);
            if (errors) {
                f.put("estimatedShare", figure.estimatedShare());
            }
        }
    }

    private static void estimate(ObjectNode node, Estimate value, boolean error) {
        node.put("value", value.value());
        if (error && Double.isFinite(value.error())) {
            node.put("error", value.error());
        } else if (error) {
            node.putNull("error");
        }
    }
}
