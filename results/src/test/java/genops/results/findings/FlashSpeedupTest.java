package genops.results.findings;

import static genops.results.TestDocuments.document;
import static genops.results.TestDocuments.measured;
import static genops.results.TestModels.call;
import static genops.results.TestModels.model;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.composition.MeasuredTimes;
import genops.results.composition.Selection;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.shapes.model.Family;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.Attention;
import genops.shapes.operator.Linear;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FlashSpeedupTest {
    private static final Attention LONG = new Attention(1, 1, 1000, 1000, 100);
    private static final Attention ONE_ROW = new Attention(1, 1, 1, 1000, 100);
    private static final Linear LINEAR = new Linear(1000, 1000, 1000, false);
    private static final List<Pipeline> MODELS = List.of(
            model("d", Family.DIFFUSION_TEXT_TO_IMAGE, 2, call(LONG, "self"), call(LINEAR, "query")),
            model("t", Family.TRANSFORMER_TEXT_TO_IMAGE, 100, call(ONE_ROW, "self"), call(LINEAR, "query")));

    private static Judged judge(double unfusedRow, Measurement... more) {
        RunDocument document = document(Stream.concat(Stream.of(more), Stream.of(
                measured(LONG, "vector/unfused", 20e6), measured(LONG, "vector/flash", 10e6),
                measured(ONE_ROW, "vector/unfused", unfusedRow), measured(ONE_ROW, "vector/flash", 1e6)))
                .toArray(Measurement[]::new));
        return new FlashSpeedup().judge(new Evidence(MODELS, MeasuredTimes.of(document, Selection.cpu(document))));
    }

    private static double value(Judged judged, String quantity, String subject) {
        return judged.figures().stream().filter(f -> f.quantity().equals(quantity) && f.subject().startsWith(subject)).findFirst()
                .orElseThrow(() -> new AssertionError(quantity + " of " + subject + " in " + judged)).value().value();
    }

    @Test
    void theGapIsTheRatioOfTheSpeedupsOfTheAttentionModules() {
        Judged judged = judge(1.25e6, measured(LINEAR, "vector/gemm", 20e6));
        assertEquals(2, value(judged, "attention speed-up", "d"), 1e-12);
        assertEquals(1.25, value(judged, "attention speed-up", "t"), 1e-12);
        assertEquals(1.6, value(judged, "attention gap", "d / t"), 1e-12);
        // (20 + 20) / (10 + 20) over (1.25 + 20) / (1 + 20)
        assertEquals(40 / 30.0 / (21.25 / 21), value(judged, "whole-model gap", "d / t"), 1e-12);
        assertEquals(2, value(judged, "speed-up of single shapes", "prefill-like"), 1e-12);
        assertEquals(1.25, value(judged, "speed-up of single shapes", "decode-like"), 1e-12);
        assertEquals(Verdict.REPRODUCED, judged.verdict());
    }

    @Test
    void aGapOfAnotherSizeIsPartlyAndAnInvertedOneNotReproduced() {
        Measurement linear = measured(LINEAR, "vector/gemm", 20e6);
        assertEquals(Verdict.PARTLY, judge(0.5e6, linear).verdict());
        assertEquals(Verdict.NOT_REPRODUCED, judge(3e6, linear).verdict());
        assertTrue(judge(3e6, linear).reasons().contains("t: 0.0% of its unfused attention time is in calls that resemble prefill"));
    }

    @Test
    void withoutLinearLayersOnlyTheWholeModelIsMissing() {
        Judged judged = judge(1.25e6);
        assertEquals(Verdict.REPRODUCED, judged.verdict());
        assertTrue(judged.figures().stream().noneMatch(f -> f.quantity().startsWith("whole-model")));
        assertTrue(judged.reasons().stream().anyMatch(r -> r.contains("whole model") && r.contains("--model d --operator linear")),
                judged.reasons().toString());
    }

    @Test
    void withoutUnfusedAttentionItCannotBeJudged() {
        RunDocument document = document(measured(LONG, "vector/flash", 10e6));
        Judged judged = new FlashSpeedup().judge(new Evidence(MODELS, MeasuredTimes.of(document, Selection.cpu(document))));
        assertEquals(Verdict.NOT_JUDGED, judged.verdict());
        assertTrue(judged.reasons().stream().anyMatch(r -> r.contains("--operator attention")), judged.reasons().toString());
    }
}
