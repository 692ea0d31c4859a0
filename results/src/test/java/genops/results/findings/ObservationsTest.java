package genops.results.findings;

import static genops.results.TestDocuments.document;
import static genops.results.TestDocuments.measured;
import static genops.results.TestModels.call;
import static genops.results.TestModels.model;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import genops.results.composition.MeasuredTimes;
import genops.results.composition.Selection;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.projection.DeviceModel;
import genops.shapes.model.Family;
import genops.shapes.model.Models;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.Attention;
import genops.shapes.operator.Convolution;
import genops.shapes.operator.Linear;
import genops.shapes.operator.Rearrange;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObservationsTest {
    private static final Attention ATTENTION = new Attention(1, 1, 1000, 1000, 100);
    private static final Attention TEMPORAL = new Attention(1000, 1, 16, 16, 100);
    private static final Attention CROSS = new Attention(1, 1, 1000, 77, 100);
    private static final Rearrange REARRANGE = new Rearrange(1, 16, 1000, 100);
    private static final Linear LINEAR = new Linear(1000, 1000, 1000, false);
    private static final Convolution CONVOLUTION = new Convolution(1, 64, 32, 32, 64, 3, 3, 1, 1);
    private static final List<Pipeline> IMAGE = List.of(
            model("d", Family.DIFFUSION_TEXT_TO_IMAGE, 2, call(CONVOLUTION, "3x3"), call(ATTENTION, "self"), call(LINEAR, "query")));
    private static final List<Pipeline> VIDEO = List.of(
            model("v", Family.TEXT_TO_VIDEO, 2, call(ATTENTION, "self"), call(CROSS, "cross"), call(REARRANGE, "time-first"),
                    call(TEMPORAL, "temporal"), call(new Rearrange(1, 1000, 16, 100), "space-first"), call(REARRANGE, "patch")));

    private static Evidence evidence(List<Pipeline> models, Measurement... measurements) {
        RunDocument document = document(measurements);
        return new Evidence(models, MeasuredTimes.of(document, Selection.cpu(document)));
    }

    private static Evidence image(double convolution, double linear) {
        return evidence(IMAGE, measured(CONVOLUTION, "vector/direct", convolution), measured(ATTENTION, "vector/flash", 10e6),
                measured(ATTENTION, "vector/unfused", 30e6), measured(LINEAR, "vector/gemm", linear));
    }

    private static double value(Judged judged, String quantity) {
        return judged.figures().stream().filter(f -> f.quantity().equals(quantity)).findFirst()
                .orElseThrow(() -> new AssertionError(quantity + " in " + judged)).value().value();
    }

    @Test
    void theShareOfAClassIsJudgedAgainstThePapersFigure() {
        // 44 of 10 + 44 + 46
        Judged judged = OperatorShare.CONVOLUTION.judge(image(44e6, 46e6));
        assertEquals(0.44, value(judged, "convolution share, flash"), 1e-12);
        assertEquals(44 / 120.0, value(judged, "convolution share, unfused"), 1e-12);
        assertEquals(Verdict.REPRODUCED, judged.verdict());
        assertEquals(List.of("d: linear 46.0%, convolution 44.0%, attention 10.0%"), judged.reasons());
        assertEquals(Verdict.PARTLY, OperatorShare.CONVOLUTION.judge(image(80e6, 10e6)).verdict());
        assertEquals(Verdict.NOT_REPRODUCED, OperatorShare.CONVOLUTION.judge(image(10e6, 80e6)).verdict());
    }

    @Test
    void noVerdictRestsOnWhatIsMostlyEstimated() {
        Convolution larger = new Convolution(1, 128, 32, 32, 64, 3, 3, 1, 1);
        List<Pipeline> twice = List.of(model("d", Family.DIFFUSION_TEXT_TO_IMAGE, 2, call(CONVOLUTION, "3x3"), call(larger, "3x3")));
        Judged half = OperatorShare.CONVOLUTION.judge(evidence(twice, measured(CONVOLUTION, "vector/direct", 44e6)));
        // the other has twice the FLOPs of the measured one, so two thirds of the time are estimated
        assertEquals(Verdict.TOO_LITTLE_MEASURED, half.verdict());
        assertEquals("up to 100.0%, mostly estimated", half.headline());
        assertEquals("d: not judged, 66.7% of the time is estimated, not measured (bound 50%); run: java -jar benchmarks.jar --suite full "
                + "--model d", half.reasons().getLast());
        Judged whole = OperatorShare.CONVOLUTION.judge(evidence(twice, measured(CONVOLUTION, "vector/direct", 44e6),
                measured(larger, "vector/direct", 88e6)));
        assertEquals(Verdict.PARTLY, whole.verdict());
    }

    @Test
    void temporalAttentionMostlyEstimatedIsNotJudged() {
        Judged judged = new TemporalAttentionShare().judge(evidence(VIDEO, measured(CROSS, "vector/flash", 10e6),
                measured(REARRANGE, "vector/blocked", 10e6)));
        assertEquals(Verdict.TOO_LITTLE_MEASURED, judged.verdict());
    }

    @Test
    void withoutAConvolutionItCannotBeJudgedAndSaysHowItCould() {
        Judged judged = OperatorShare.CONVOLUTION.judge(evidence(IMAGE, measured(LINEAR, "vector/gemm", 1e6)));
        assertEquals(Verdict.NOT_JUDGED, judged.verdict());
        assertTrue(judged.reasons().getFirst().endsWith("run: java -jar benchmarks.jar --model d --operator attention,convolution"),
                judged.reasons().toString());
    }

    @Test
    void theFamilyWithoutModelsCannotBeJudged() {
        assertEquals(Verdict.NOT_JUDGED, OperatorShare.LINEAR.judge(image(1, 1)).verdict());
        assertEquals(Verdict.NOT_JUDGED, new TemporalAttentionShare().judge(image(1, 1)).verdict());
        assertEquals(Verdict.NOT_JUDGED, new SequenceLengths().judge(evidence(VIDEO)).verdict());
    }

    @Test
    void temporalAttentionCostsItsCallsAndItsRearrangements() {
        Judged judged = new TemporalAttentionShare().judge(evidence(VIDEO, measured(ATTENTION, "vector/flash", 20e6),
                measured(CROSS, "vector/flash", 10e6), measured(TEMPORAL, "vector/flash", 50e6),
                measured(REARRANGE, "vector/blocked", 10e6), measured(new Rearrange(1, 1000, 16, 100), "vector/blocked", 10e6)));
        assertEquals(0.7, value(judged, "temporal share of attention time, flash"), 1e-12);
        assertEquals(50 / 80.0, value(judged, "the same without rearrangements"), 1e-12);
        assertEquals(0.7, value(judged, "the same in the networks that have it alone"), 1e-12);
        assertEquals(0.2, value(judged, "spatial or joint share, flash"), 1e-12);
        assertEquals(0.1, value(judged, "cross share, flash"), 1e-12);
        // 1000·16² of 1000·16² + 1000² + 1000·77 scores
        assertEquals(256 / 1333.0, value(judged, "temporal share of attention FLOPs"), 1e-12);
        assertEquals(Verdict.REPRODUCED, judged.verdict());
    }

    @Test
    void sequenceLengthsOfStableDiffusionVaryFourfoldFromLevelToLevel() {
        Judged judged = new SequenceLengths().judge(evidence(List.of(Models.of("stable-diffusion").build())));
        assertEquals(4, value(judged, "ratio of neighbours"));
        assertEquals(64, value(judged, "largest over smallest"));
        assertEquals(Verdict.REPRODUCED, judged.verdict());
        assertEquals("stable-diffusion unet: 4096×2 1024×2 256×2 64 256×3 1024×3 4096×3; calls per length: 64: 1, 256: 5, 1024: 5, "
                + "4096: 5", judged.reasons().getFirst());
    }

    @Test
    void allFindingsAreShownBesideThePaperAsTextAndJson() throws Exception {
        RunDocument document = document(measured(CONVOLUTION, "vector/direct", 44e6), measured(ATTENTION, "vector/flash", 10e6),
                measured(ATTENTION, "vector/unfused", 30e6), measured(LINEAR, "vector/gemm", 46e6));
        Findings findings = Findings.of(document, Selection.cpu(document), IMAGE, DeviceModel.of("a100-80gb"));
        String text = FindingsText.of(findings);
        assertTrue(text.contains("C1  up to 44%     reproduced: up to 44.0%"), text);
        assertTrue(text.contains("C2  up to 49%     cannot be judged: data is missing"), text);
        assertTrue(text.contains("recalled and not checked"), text);
        assertTrue(text.contains("convolution       1"), text);
        JsonNode json = new JsonMapper().readTree(FindingsJson.of(findings));
        assertEquals(5, json.get("findings").size());
        assertEquals("reproduced", json.at("/findings/0/measured/verdict").asText());
        assertEquals(0.44, json.at("/findings/0/measured/figures/0/value").asDouble(), 1e-12);
        assertTrue(json.at("/findings/0/projected/figures/0/error").isMissingNode());
        assertEquals(4, json.get("projectionErrors").size());
    }

    @Test
    void withoutADeviceNothingIsSaidOfAProjection() {
        String text = FindingsText.of(Findings.of(image(44e6, 46e6), Optional.empty()));
        assertFalse(text.contains("projected"), text);
    }
}
