package genops.results.findings;

import static genops.results.TestDocuments.document;
import static genops.results.TestDocuments.measured;
import static genops.results.TestModels.call;
import static genops.results.TestModels.model;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.composition.MeasuredTimes;
import genops.results.composition.Selection;
import genops.results.composition.Stack;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.shapes.model.Family;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.Attention;
import genops.shapes.operator.AttentionKind;
import genops.shapes.operator.Linear;
import genops.shapes.trace.Call;
import java.util.ArrayList;
import java.util.Arrays;
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
        return new FlashSpeedup().judge(new Evidence(MODELS, MeasuredTimes.of(document, Selection.of(Stack.VECTOR, document))));
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
        assertEquals(Verdict.REPRODUCED, judged.verdict());
    }

    @Test
    void aGapOfAnotherSizeIsPartlyAndAnInvertedOneNotReproduced() {
        Measurement linear = measured(LINEAR, "vector/gemm", 20e6);
        assertEquals(Verdict.PARTLY, judge(0.5e6, linear).verdict());
        assertEquals(Verdict.NOT_REPRODUCED, judge(3e6, linear).verdict());
        assertTrue(judge(3e6, linear).reasons().contains(
                "t: of its unfused attention time 0.0% prefill-like, 100.0% decode-like, 0.0% short sequences"));
    }

    @Test
    void withoutLinearLayersOnlyTheWholeModelIsMissing() {
        Judged judged = judge(1.25e6);
        assertEquals(Verdict.REPRODUCED, judged.verdict());
        assertTrue(judged.figures().stream().noneMatch(f -> f.quantity().startsWith("whole-model")));
        assertTrue(judged.reasons().stream().anyMatch(r -> r.contains("whole model") && r.contains("--suite models --model d")),
                judged.reasons().toString());
    }

    @Test
    void withoutUnfusedAttentionItCannotBeJudged() {
        RunDocument document = document(measured(LONG, "vector/flash", 10e6));
        Judged judged = new FlashSpeedup().judge(new Evidence(MODELS, MeasuredTimes.of(document, Selection.of(Stack.VECTOR, document))));
        assertEquals(Verdict.NOT_JUDGED, judged.verdict());
        assertTrue(judged.reasons().stream().anyMatch(r -> r.contains("--suite models --model t")), judged.reasons().toString());
    }

    private static FlashGains gains(Measurement... measurements) {
        RunDocument document = document(measurements);
        return FlashGains.of(new Evidence(MODELS, MeasuredTimes.of(document, Selection.of(Stack.VECTOR, document))));
    }

    private static Measurement inTurns(Measurement m, String turns) {
        return new Measurement(m.operator(), m.shape(), m.kernel(), m.precision(), m.threads(), m.flops(), m.bytes(), m.status(),
                m.reason(),
                m.nanoseconds(), m.deviceNanoseconds(), m.launches(), m.error(), m.tolerance(), m.command(), turns, new double[0][], 0);
    }

    @Test
    void theKindsOfCallsAreNeverMixed() {
        FlashGains gains = gains(measured(LONG, "vector/unfused", 20e6), measured(LONG, "vector/flash", 10e6),
                measured(ONE_ROW, "vector/unfused", 1.25e6), measured(ONE_ROW, "vector/flash", 1e6));
        assertEquals(List.of(AttentionKind.PREFILL_LIKE, AttentionKind.DECODE_LIKE), gains.kinds().stream().map(KindGain::kind).toList());
        assertEquals(2, gains.kind(AttentionKind.PREFILL_LIKE).orElseThrow().mean().value(), 1e-12);
        assertEquals(1.25, gains.kind(AttentionKind.DECODE_LIKE).orElseThrow().mean().value(), 1e-12);
        assertFalse(gains.kinds().getFirst().inTurns());
    }

    @Test
    void theMeanIsGeometricOverDistinctShapesWithTheirSpread() {
        Attention[] shapes = new Attention[11];
        List<Measurement> measurements = new ArrayList<>();
        Call[] calls = new Call[12];
        for (int i = 0; i < shapes.length; i++) {
            shapes[i] = new Attention(1, 1, 200 + i, 200 + i, 64);
            calls[i] = call(shapes[i], "self");
            measurements.add(measured(shapes[i], "vector/unfused", 1e6 * Math.pow(2, i - 5.0)));
            measurements.add(measured(shapes[i], "vector/flash", 1e6));
        }
        calls[11] = calls[0];
        RunDocument document = document(measurements.toArray(Measurement[]::new));
        KindGain gain = FlashGains.of(new Evidence(List.of(model("d", Family.DIFFUSION_TEXT_TO_IMAGE, 2, calls)),
                MeasuredTimes.of(document, Selection.of(Stack.VECTOR, document)))).kinds().getFirst();
        assertEquals(11, gain.shapes());
        assertEquals(1, gain.mean().value(), 1e-12);
        assertEquals(1 / 16.0, gain.low(), 1e-12, "a tenth of eleven shapes gains less than the second");
        assertEquals(16, gain.high(), 1e-12);
        assertEquals("1.00× (0.06× to 16.0×, 11 of 11 shapes)", gain.text());
    }

    @Test
    void whereKernelsTookTurnsOnlyTheirRatiosCount() {
        FlashGains gains = gains(inTurns(measured(LONG, "vector/unfused", 20e6), "a"), inTurns(measured(LONG, "vector/flash", 10e6), "a"),
                measured(ONE_ROW, "vector/unfused", 1.25e6), measured(ONE_ROW, "vector/flash", 1e6));
        assertEquals(List.of(AttentionKind.PREFILL_LIKE), gains.kinds().stream().map(KindGain::kind).toList());
        assertTrue(gains.kinds().getFirst().inTurns());
    }

    /** The one-row call gains 1.25×, taken in one fork of so many iterations, the long one so much more. */
    private static Judged spread(double gap, int iterations) {
        double[][] rows = {new double[iterations]};
        Arrays.fill(rows[0], 1.25e6);
        RunDocument document = document(measured(LONG, "vector/unfused", gap * 12.5e6), measured(LONG, "vector/flash", 10e6),
                measured(ONE_ROW, "vector/unfused", rows), measured(ONE_ROW, "vector/flash", 1e6), measured(LINEAR, "vector/gemm", 20e6));
        return new FlashSpeedup().judge(new Evidence(MODELS, MeasuredTimes.of(document, Selection.of(Stack.VECTOR, document))));
    }

    @Test
    void anIntervalThatHoldsABoundaryIsNotJudged() {
        assertEquals(Verdict.REPRODUCED, spread(1.6, 3).verdict());
        // a single iteration errs by a third
        Judged judged = spread(1.2, 1);
        assertEquals(Verdict.NOT_JUDGED, judged.verdict());
        assertTrue(judged.headline().startsWith("≈ 1.20× to 1.20×"), judged.headline());
        assertTrue(judged.summary().contains("holds 1.00×, where the verdict changes"), judged.summary());
        assertEquals("java -jar benchmarks.jar --suite models --model d,t -f 5", judged.remedy().orElseThrow().command(""));
    }

    @Test
    void modelsOfWhichTooMuchIsEstimatedAreNotCompared() {
        Attention other = new Attention(1, 1, 1, 500, 100);
        List<Pipeline> models = List.of(MODELS.getFirst(), model("t", Family.TRANSFORMER_TEXT_TO_IMAGE, 100, call(ONE_ROW, "self"),
                call(other, "self")));
        RunDocument document = document(measured(LONG, "vector/unfused", 20e6), measured(LONG, "vector/flash", 10e6),
                measured(ONE_ROW, "vector/unfused", 1.25e6), measured(ONE_ROW, "vector/flash", 1e6));
        Judged judged = new FlashSpeedup().judge(new Evidence(models, MeasuredTimes.of(document, Selection.of(Stack.VECTOR, document))));
        assertEquals(Verdict.NOT_JUDGED, judged.verdict());
        assertTrue(judged.summary().contains("% of t"), judged.summary());
        assertEquals("java -jar benchmarks.jar --suite models --model t", judged.remedy().orElseThrow().command(""));
    }
}
