package genops.results.findings;

import static genops.results.TestDocuments.document;
import static genops.results.TestDocuments.measured;
import static genops.results.TestDocuments.onDevice;
import static genops.results.TestModels.call;
import static genops.results.TestModels.model;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import genops.results.composition.CallTime;
import genops.results.composition.CallTimes;
import genops.results.composition.MeasuredTimes;
import genops.results.composition.Selection;
import genops.results.composition.Stack;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.projection.DeviceModel;
import genops.results.roofline.AttentionVariant;
import genops.shapes.model.Family;
import genops.shapes.model.Models;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.Attention;
import genops.shapes.operator.Convolution;
import genops.shapes.operator.Linear;
import genops.shapes.operator.Operator;
import genops.shapes.operator.Rearrange;
import genops.shapes.operator.TemporalAttention;
import java.util.ArrayList;
import java.util.List;
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
        return new Evidence(models, MeasuredTimes.of(document, Selection.of(Stack.VECTOR, document)));
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
    void noVerdictRestsOnMoreThanAFewPercentOfEstimates() {
        Convolution larger = new Convolution(1, 128, 32, 32, 64, 3, 3, 1, 1);
        List<Pipeline> twice = List.of(model("d", Family.DIFFUSION_TEXT_TO_IMAGE, 2, call(CONVOLUTION, "3x3"), call(larger, "3x3")));
        Judged half = OperatorShare.CONVOLUTION.judge(evidence(twice, measured(CONVOLUTION, "vector/direct", 44e6)));
        // the other has twice the FLOPs of the measured one, so two thirds of the time are estimated
        assertEquals(Verdict.NOT_JUDGED, half.verdict());
        assertTrue(half.headline().startsWith("≈ up to 100.0%"), half.headline());
        assertEquals("no diffusion text-to-image model has enough of its time measured: estimated are 66.7% of d", half.summary());
        assertEquals("java -jar benchmarks.jar --suite models --model d", half.remedy().orElseThrow().command(""));
        Judged whole = OperatorShare.CONVOLUTION.judge(evidence(twice, measured(CONVOLUTION, "vector/direct", 44e6),
                measured(larger, "vector/direct", 88e6)));
        assertEquals(Verdict.PARTLY, whole.verdict());
        assertTrue(whole.remedy().isEmpty());
    }

    @Test
    void noVerdictRestsOnAnIntervalThatHoldsItsBoundary() {
        // 55 % is a quarter above 44 %; here 57 % ± a tenth of the convolution's time
        double[][] spread = {{53e6, 53e6}, {57e6, 57e6}, {61e6, 61e6}};
        Judged judged = OperatorShare.CONVOLUTION.judge(evidence(IMAGE, measured(CONVOLUTION, "vector/direct", spread),
                measured(ATTENTION, "vector/flash", 3e6), measured(ATTENTION, "vector/unfused", 3e6), measured(LINEAR, "vector/gemm",
                40e6)));
        assertEquals(Verdict.NOT_JUDGED, judged.verdict());
        assertTrue(judged.headline().startsWith("≈ up to 55.8% ±"), judged.headline());
        assertTrue(judged.summary().contains("holds 55.0%, where the verdict changes"), judged.summary());
        assertEquals("java -jar benchmarks.jar --suite models --model d -f 5", judged.remedy().orElseThrow().command(""));
    }

    @Test
    void whetherAClassIsTheLargestMustBeCertainToo() {
        // far above 55 %, no; far below 33 %: convolution 25 ± some, linear 26
        double[][] spread = {{24e6}, {25e6}, {26e6}};
        Judged judged = OperatorShare.CONVOLUTION.judge(evidence(IMAGE, measured(CONVOLUTION, "vector/direct", spread),
                measured(ATTENTION, "vector/flash", 25e6), measured(ATTENTION, "vector/unfused", 49e6), measured(LINEAR, "vector/gemm",
                50e6)));
        assertEquals(Verdict.NOT_REPRODUCED, judged.verdict(), "linear is twice as large");
        Judged close = OperatorShare.CONVOLUTION.judge(evidence(IMAGE, measured(CONVOLUTION, "vector/direct", new double[][] {{59e6},
                {60e6}, {61e6}}),
                measured(ATTENTION, "vector/flash", 62e6), measured(ATTENTION, "vector/unfused", 62e6), measured(LINEAR, "vector/gemm",
                78e6)));
        assertEquals(Verdict.NOT_REPRODUCED, close.verdict(), close.summary());
        Judged tied = OperatorShare.CONVOLUTION.judge(evidence(IMAGE, measured(CONVOLUTION, "vector/direct", new double[][] {{28e6},
                {30e6}, {32e6}}),
                measured(ATTENTION, "vector/flash", 31e6), measured(ATTENTION, "vector/unfused", 62e6), measured(LINEAR, "vector/gemm",
                31e6)));
        assertEquals(Verdict.NOT_JUDGED, tied.verdict(), tied.summary());
    }

    @Test
    void whatIsInDoubtNeverDecides() {
        CallTimes clean = image(44e6, 46e6).times();
        CallTimes doubtful = new CallTimes() {
            @Override
            public String name() {
                return clean.name();
            }

            @Override
            public CallTime of(Operator operator, AttentionVariant variant) {
                return clean.of(operator, variant) instanceof CallTime.Measured m && operator.equals(LINEAR)
                        ? new CallTime.Doubtful(m.nanoseconds(), m.kernel(), "half of the time was stolen") : clean.of(operator, variant);
            }
        };
        assertEquals(Verdict.NOT_JUDGED, OperatorShare.CONVOLUTION.judge(new Evidence(IMAGE, doubtful)).verdict());
    }

    @Test
    void temporalAttentionMostlyEstimatedIsNotJudged() {
        Judged judged = new TemporalAttentionShare().judge(evidence(VIDEO, measured(CROSS, "vector/flash", 10e6),
                measured(REARRANGE, "vector/blocked", 10e6)));
        assertEquals(Verdict.NOT_JUDGED, judged.verdict());
        assertTrue(judged.headline().startsWith("≈ "), judged.headline());
    }

    @Test
    void withoutAConvolutionItCannotBeJudgedAndSaysHowItCould() {
        Judged judged = OperatorShare.CONVOLUTION.judge(evidence(IMAGE, measured(LINEAR, "vector/gemm", 1e6)));
        assertEquals(Verdict.NOT_JUDGED, judged.verdict());
        assertTrue(judged.reasons().getFirst().endsWith("run: java -jar benchmarks.jar --suite models --model d"),
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
        assertEquals(50 / 80.0, value(judged, "the same without rearrangements, flash"), 1e-12);
        assertEquals(0.7, value(judged, "the same of the whole model, flash"), 1e-12);
        assertEquals(0.2, value(judged, "spatial or joint share, flash"), 1e-12);
        assertEquals(0.1, value(judged, "cross share, flash"), 1e-12);
        // 1000·16² of 1000·16² + 1000² + 1000·77 scores
        assertEquals(256 / 1333.0, value(judged, "temporal share of attention FLOPs"), 1e-12);
        assertEquals(Verdict.REPRODUCED, judged.verdict());
        assertTrue(judged.summary().contains("flash yes, unfused not judged, made for few frames not judged"), judged.summary());
        assertTrue(judged.reasons().stream().anyMatch(r -> r.endsWith("--suite temporal-layouts --model v")), judged.reasons().toString());
    }

    @Test
    void forWhichWayToRunItTheStatementHoldsIsTheFinding() {
        Rearrange back = new Rearrange(1, 1000, 16, 100);
        TemporalAttention inPlace = new TemporalAttention(1000, 16, 1, 100, false);
        Judged judged = new TemporalAttentionShare().judge(evidence(VIDEO, measured(ATTENTION, "vector/flash", 60e6),
                measured(ATTENTION, "vector/unfused", 60e6), measured(CROSS, "vector/flash", 10e6), measured(CROSS, "vector/unfused", 10e6),
                measured(TEMPORAL, "vector/flash", 10e6), measured(TEMPORAL, "vector/unfused", 150e6),
                measured(REARRANGE, "vector/blocked", 10e6), measured(back, "vector/blocked", 10e6),
                measured(inPlace, "vector/in-place", 14e6)));
        assertEquals(0.3, value(judged, "temporal share of attention time, flash"), 1e-12);
        assertEquals(170 / 240.0, value(judged, "temporal share of attention time, unfused"), 1e-12);
        assertEquals(14 / 84.0, value(judged, "temporal share of attention time, made for few frames"), 1e-12);
        assertEquals(Verdict.PARTLY, judged.verdict());
        assertEquals("30.0% flash, 70.8% unfused, 16.7% made for few frames", judged.headline());
        assertTrue(judged.summary().contains("flash no, unfused yes, made for few frames no"), judged.summary());
    }

    @Test
    void aShareWhoseIntervalHoldsSixtyPercentIsNotJudged() {
        double[][] spread = {{65e6}, {70e6}, {75e6}};
        Judged judged = new TemporalAttentionShare().judge(evidence(VIDEO, measured(ATTENTION, "vector/flash", 40e6),
                measured(CROSS, "vector/flash", 10e6), measured(TEMPORAL, "vector/flash", spread),
                measured(REARRANGE, "vector/blocked", 2e6), measured(new Rearrange(1, 1000, 16, 100), "vector/blocked", 2e6)));
        assertEquals(Verdict.NOT_JUDGED, judged.verdict());
        assertTrue(judged.summary().contains("holds 60%"), judged.summary());
    }

    @Test
    void phenakiIsNamedAndNeverShownAsAShareOfZero() {
        Pipeline phenaki = Models.of("phenaki").build();
        Judged alone = new TemporalAttentionShare().judge(evidence(List.of(phenaki), measured(ATTENTION, "vector/flash", 40e6)));
        assertEquals(Verdict.NOT_JUDGED, alone.verdict());
        assertEquals(List.of("phenaki: not judged, its denoiser has no temporal attention; only cvivit-decoder, run once, attends over the "
                + "frames alone"), alone.reasons());
        assertEquals(List.of(), alone.figures());
        assertTrue(alone.remedy().isEmpty(), "no measurement would settle it");
        Findings findings = new Findings(List.of(Judgement.of("vector", "Vector API kernels", false,
                evidence(List.of(phenaki), measured(ATTENTION, "vector/flash", 40e6)))), List.of(), List.of(), List.of());
        assertFalse(FindingsText.details(findings).contains("0.0%  "), FindingsText.details(findings));
        assertTrue(FindingsText.of(findings).contains("phenaki: not judged"), FindingsText.of(findings));
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

    private static RunDocument whole() {
        return document(measured(CONVOLUTION, "vector/direct", 44e6), measured(ATTENTION, "vector/flash", 10e6),
                measured(ATTENTION, "vector/unfused", 30e6), measured(LINEAR, "vector/gemm", 46e6));
    }

    @Test
    void theHeadlineStandsFirstThenAllFindingsBesideThePaper() throws Exception {
        RunDocument document = whole();
        Findings findings = Findings.of(document, Stack.measuredIn(document), IMAGE, DeviceModel.of("a100-80gb"));
        String text = FindingsText.of(findings);
        assertTrue(text.startsWith("What flash attention gains"), text);
        assertTrue(text.contains("single shapes, prefill-like  3.00× (1 of 1 shape)"), text);
        assertTrue(text.replaceAll(" +", " ").contains("d: attention, whole 3.00× ± 1.6%, 1.20× ± 0.3% 3.00×,"), text);
        assertTrue(text.indexOf("single shapes") < text.indexOf("C1"), text);
        assertTrue(text.contains("C1  up to 44%     reproduced: up to 44.0%"), text);
        assertTrue(text.contains("C2  up to 49%     not judged: no model"), text);
        assertTrue(text.contains("recalled and not checked"), text);
        assertTrue(FindingsText.details(findings).contains("convolution       1"), FindingsText.details(findings));
        JsonNode json = new JsonMapper().readTree(FindingsJson.of(findings));
        assertEquals(5, json.get("findings").size());
        assertEquals("reproduced", json.at("/findings/0/measured/verdict").asText());
        assertEquals(0.44, json.at("/findings/0/measured/figures/0/value").asDouble(), 1e-12);
        assertTrue(json.at("/findings/0/projected/figures/0/error").isMissingNode());
        assertEquals(4, json.get("projectionErrors").size());
        assertEquals("vector", json.at("/stacks/0/name").asText());
        assertEquals(3, json.at("/stacks/0/headline/kinds/0/value").asDouble(), 1e-12);
        assertEquals("general", json.at("/projections/0/name").asText());
        assertEquals("fitting", json.at("/projections/1/name").asText());
    }

    @Test
    void eachStackIsJudgedByItself() {
        RunDocument cpu = whole();
        List<Measurement> all = new ArrayList<>(cpu.measurements());
        all.add(onDevice(ATTENTION, "cuda/unfused", 8e6, 9e6, 3));
        all.add(onDevice(ATTENTION, "cuda/flash", 1e6, 2e6, 1));
        all.add(measured(ATTENTION, "onednn/unfused", 5e6));
        RunDocument document = cpu.with(cpu.ceilings(), all);
        assertEquals(List.of(Stack.VECTOR, Stack.CUDA), Stack.measuredIn(document));
        Findings findings = Findings.of(document, Stack.measuredIn(document), IMAGE, DeviceModel.of("a100-80gb"));
        assertEquals(3, findings.stacks().get(0).gains().kinds().getFirst().mean().value(), 1e-12, "not oneDNN's unfused time over ours");
        assertEquals(8, findings.stacks().get(1).gains().kinds().getFirst().mean().value(), 1e-12);
        assertEquals(Verdict.NOT_JUDGED, findings.stacks().get(1).judged().getFirst().verdict());
        assertEquals("to settle C1 for CUDA kernels: java -jar benchmarks.jar --suite models --model d --stack cuda",
                findings.stacks().get(1).settle().orElseThrow());
        assertEquals(List.of(Stack.VECTOR), Stack.measuredIn(document()));
    }

    @Test
    void withoutADeviceNothingIsSaidOfAProjection() {
        Findings findings = new Findings(List.of(Judgement.of("vector", "Vector API kernels", false, image(44e6, 46e6))), List.of(),
                List.of(), List.of());
        assertFalse(FindingsText.of(findings).contains("projected"), FindingsText.of(findings));
    }
}
