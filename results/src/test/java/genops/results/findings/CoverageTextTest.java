package genops.results.findings;

import static genops.results.TestDocuments.document;
import static genops.results.TestDocuments.measured;
import static genops.results.TestModels.call;
import static genops.results.TestModels.model;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.composition.Stack;
import genops.shapes.model.Family;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.Attention;
import genops.shapes.operator.Linear;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoverageTextTest {
    private static final Attention ATTENTION = new Attention(1, 1, 1000, 1000, 100);
    private static final Linear LINEAR = new Linear(1000, 1000, 1000, false);
    private static final Linear OTHER = new Linear(2000, 1000, 1000, false);
    private static final List<Pipeline> MODELS = List.of(model("m", Family.TEXT, 1, call(ATTENTION, "self"), call(LINEAR, "out"),
            call(OTHER, "out")));

    @Test
    void everyModelSaysHowMuchOfItIsEstimated() {
        String text = CoverageText.of(document(measured(ATTENTION, "vector/flash", 10e6), measured(ATTENTION, "vector/unfused", 10e6),
                measured(LINEAR, "vector/gemm", 40e6)), Stack.VECTOR, MODELS);
        // the other has twice the FLOPs: 80 of 130 ms
        assertTrue(text.lines().anyMatch(l -> l.matches("m +3 +2 +61\\.5% +0\\.0%")), text);
    }

    @Test
    void attentionCountsAsMeasuredWithBothAlgorithmsAlone() {
        String text = CoverageText.of(document(measured(ATTENTION, "vector/flash", 10e6), measured(LINEAR, "vector/gemm", 40e6),
                measured(OTHER, "vector/gemm", 80e6)), Stack.VECTOR, MODELS);
        assertTrue(text.lines().anyMatch(l -> l.matches("m +3 +2 +unknown +unknown")), text);
    }

    @Test
    void whereNothingWasMeasuredThereIsNoTable() {
        assertEquals("", CoverageText.of(document(), Stack.VECTOR, MODELS));
    }
}
