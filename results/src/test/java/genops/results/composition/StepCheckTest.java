package genops.results.composition;

import static genops.results.TestDocuments.document;
import static genops.results.TestDocuments.measured;
import static genops.results.TestModels.call;
import static genops.results.TestModels.model;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.Status;
import genops.results.document.StepMeasurement;
import genops.results.roofline.AttentionVariant;
import genops.shapes.model.Family;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.Attention;
import genops.shapes.operator.Linear;
import genops.shapes.operator.OperatorClass;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepCheckTest {
    private static final Attention ATTENTION = new Attention(1, 1, 1000, 1000, 100);
    private static final Linear LINEAR = new Linear(1000, 1000, 1000, false);
    private static final Linear LARGER = new Linear(2000, 1000, 1000, false);
    private static final List<Pipeline> MODELS = List.of(model("m", Family.DIFFUSION_TEXT_TO_IMAGE, 10,
            call(ATTENTION, "self"), call(LINEAR, "query"), call(LINEAR, "query"), call(LARGER, "mlp")));

    private static StepMeasurement step(String attention, int calls, double[][] nanoseconds, double attentionTime) {
        return new StepMeasurement("m", "network", 0, attention, "vector", "fp32", 2, calls,
                Map.of("attention " + ATTENTION.text(), "vector/" + attention, "linear " + LINEAR.text(), "vector/slow",
                        "linear " + LARGER.text(), "vector/gemm"),
                Status.MEASURED, "", nanoseconds, Map.of("attention", new double[][] {{attentionTime}}, "linear",
                        new double[][] {{200e6}}), "t1", new double[0][], "java -jar benchmarks.jar");
    }

    private static List<StepCheck> checks(List<StepMeasurement> steps, Measurement... more) {
        RunDocument document = document(more);
        return StepCheck.of(document.withSteps(steps), MODELS);
    }

    private static final Measurement[] SINGLES = {measured(ATTENTION, "vector/unfused", 30e6), measured(ATTENTION, "vector/flash", 10e6),
        measured(LINEAR, "vector/gemm", 20e6), measured(LINEAR, "vector/slow", 40e6), measured(LARGER, "vector/gemm", 80e6)};

    @Test
    void theSumIsOfTheKernelsThatRanInTheStep() {
        StepCheck check = checks(List.of(step("flash", 4, new double[][] {{200e6, 200e6}}, 20e6)), SINGLES).getFirst();
        // 10 attention, 2 · 40 by the slow kernel that ran, not 2 · 20 by the fastest, and 80
        assertEquals(170e6, check.composed().value(), 1);
        assertEquals(200e6, check.measured().value(), 1);
        assertEquals(-0.15, check.error(), 1e-9);
        assertEquals(0, check.estimatedShare());
        assertEquals(-0.5, check.parts().get(OperatorClass.ATTENTION).error(), 1e-9);
        assertEquals(-0.2, check.parts().get(OperatorClass.LINEAR).error(), 1e-9);
    }

    @Test
    void aPassThatTheStepRepeatsCountsAsOften() {
        assertEquals(340e6, checks(List.of(step("flash", 8, new double[][] {{400e6}}, 20e6)), SINGLES).getFirst().composed().value(), 1);
    }

    @Test
    void whatWasNotMeasuredByThatKernelCountsAsEstimated() {
        StepCheck check = checks(List.of(step("flash", 4, new double[][] {{200e6}}, 20e6)), measured(ATTENTION, "vector/flash", 10e6),
                measured(LINEAR, "vector/slow", 40e6)).getFirst();
        assertEquals(80 / 170.0, check.estimatedShare(), 1e-9);
        assertTrue(StepCheckText.table(List.of(check)).contains("-15.0% (47.1% estimated)"), StepCheckText.table(List.of(check)));
    }

    @Test
    void theSpeedupOfAWholeStepIsThatOfItsRounds() {
        // rounds drift by ten times, their ratio does not
        List<StepCheck> checks = checks(List.of(step("unfused", 4, new double[][] {{220e6, 2200e6, 440e6}}, 40e6),
                step("flash", 4, new double[][] {{200e6, 2000e6, 400e6}}, 20e6)), SINGLES);
        StepCheck.Speedup speedup = StepCheck.speedups(checks).getFirst();
        assertEquals(1.1, speedup.ratio().value(), 1e-12);
        assertTrue(speedup.ratio().error() < 0.06, "of one process: " + speedup.ratio());
        assertEquals(190 / 170.0, speedup.composed(), 1e-9);
        String table = StepCheckText.table(checks);
        assertTrue(table.contains("1.10× ±") && table.contains("1.12×"), table);
    }

    @Test
    void aModelWithoutAMeasuredStepIsNotChecked() {
        assertEquals("not checked", StepCheckText.ofModel(List.of(), "m"));
        assertEquals("network flash -15.0%", StepCheckText.ofModel(
                checks(List.of(step("flash", 4, new double[][] {{200e6}}, 20e6)), SINGLES), "m"));
        assertEquals("", StepCheckText.table(List.of()));
        assertTrue(StepCheck.of(document(SINGLES).withSteps(List.of(step("flash", 4, new double[][] {{1}}, 1))), List.of()).isEmpty(),
                "of no model that is chosen");
    }

    @Test
    void composedNumbersOfAModelCarryTheCheck() {
        List<StepCheck> checks = checks(List.of(step("flash", 4, new double[][] {{200e6}}, 20e6)), SINGLES);
        Composition none = new Composition("m", AttentionVariant.FLASH, List.of());
        assertTrue(CompositionText.of(none, none, checks).startsWith("m, one inference; composed less measured: network flash -15.0%"));
    }
}
