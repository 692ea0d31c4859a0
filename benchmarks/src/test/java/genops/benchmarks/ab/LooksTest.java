package genops.benchmarks.ab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import genops.results.comparison.Thresholds;
import java.util.List;
import org.junit.jupiter.api.Test;

class LooksTest {

    @Test
    void aFewLooksAreFixedBeforehand() {
        assertEquals(List.of(6, 12, 24), Looks.upTo(24).pairs());
        assertEquals(List.of(6, 12, 24, 48), Looks.upTo(48).pairs());
        assertEquals(List.of(5, 10), Looks.upTo(10).pairs());
        assertEquals(List.of(2), Looks.upTo(2).pairs());
    }

    @Test
    void theyShareTheRateOfFalseAlarms() {
        assertEquals(new Thresholds(0.03, 0.02), Looks.upTo(24).each(new Thresholds(0.03, 0.06)));
    }
}
