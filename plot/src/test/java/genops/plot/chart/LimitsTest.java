package genops.plot.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final List<Double> PLAIN = List.of(0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 2.0);

    @Test
    void valuesThatAreNotFarOutAreAllShown() {
        Limits limits = Limits.of(PLAIN);
        PLAIN.forEach(v -> assertFalse(limits.clips(v), v + " in " + limits));
        assertEquals(0.9 / 1.1, limits.low(), 1e-12);
        assertEquals(2.0 * 1.1, limits.high(), 1e-12);
    }

    @Test
    void anOutlierIsAnArrowAtTheEdgeWithItsNumber() {
        Limits limits = Limits.of(List.of(0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 2.0, 233.0, 0.002));
        assertEquals(Limits.of(PLAIN), limits);
        assertTrue(limits.clips(233));
        assertEquals(limits.high(), limits.clip(233));
        ObjectNode right = Json.object();
        limits.mark(right, 233, "233×");
        assertEquals(-90, right.get("symbolRotate").asInt());
        assertEquals("233×", right.at("/label/formatter").asText());
        ObjectNode left = Json.object();
        limits.mark(left, 0.002, "0.00×");
        assertEquals(90, left.get("symbolRotate").asInt());
        ObjectNode inside = Json.object();
        limits.mark(inside, 1.2, "1.20×");
        assertTrue(inside.isEmpty());
    }

    @Test
    void ofFewValuesAllAreShown() {
        assertFalse(Limits.of(List.of(1.0, 50.0)).clips(50));
        assertTrue(Limits.of(List.of()).high() > 1);
    }
}
