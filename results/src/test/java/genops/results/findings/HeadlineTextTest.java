package genops.results.findings;

import static genops.results.TestDocuments.document;
import static genops.results.TestDocuments.measured;
import static genops.results.TestModels.call;
import static genops.results.TestModels.model;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.composition.Stack;
import genops.shapes.model.Family;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.Attention;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadlineTextTest {
    private static final Attention MANY_ROWS = new Attention(1, 1, 1000, 1000, 100);
    private static final Attention ONE_ROW = new Attention(1, 1, 1, 1000, 100);
    private static final List<Pipeline> MODELS = List.of(model("m", Family.TEXT, 1, call(MANY_ROWS, "self"), call(ONE_ROW, "self")));

    @Test
    void everyKindHasARow() {
        String text = HeadlineText.of(document(measured(MANY_ROWS, "vector/flash", 10e6), measured(MANY_ROWS, "vector/unfused", 15e6)),
                Stack.VECTOR, MODELS);
        assertTrue(text.lines().anyMatch(l -> l.matches("prefill-like +1\\.50× \\(1 of 1 shape\\)")), text);
        assertTrue(text.lines().anyMatch(l -> l.matches("decode-like +not measured")), text);
        assertTrue(text.lines().anyMatch(l -> l.matches("short sequences +not measured")), text);
    }
}
