package genops.benchmarks.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.benchmarks.fork.OthersShare.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

class OthersShareTest {
    private static final List<String> BEFORE = List.of("cpu  1000 20 300 5000 40 1 2 30 7 0", "cpu0 1 2 3 4 5 6 7 8 9 0",
            "cpu1 1 2 3 4 5 6 7 8 9 0", "intr 5");
    /** Of four seconds of two processors: 3 of users, 0.5 stolen, 0.5 idle or waiting. */
    private static final List<String> AFTER = List.of("cpu  1300 20 300 5030 60 1 2 80 7 0", "cpu0 1 2 3 4 5 6 7 8 9 0",
            "cpu1 1 2 3 4 5 6 7 8 9 0", "intr 6");

    @Test
    void whatIsBusyAndNotOursIsOfOthers() {
        Reading before = OthersShare.parse(BEFORE, 100, 10).orElseThrow();
        Reading after = OthersShare.parse(AFTER, 102.5, 12).orElseThrow();
        assertEquals(1.0 / 4, after.othersSince(before), 1e-9);
    }

    @Test
    void thatTheClocksDifferMakesNoNegativeShare() {
        Reading before = OthersShare.parse(BEFORE, 100, 10).orElseThrow();
        Reading after = OthersShare.parse(AFTER, 103.9, 12).orElseThrow();
        assertEquals(0, after.othersSince(before));
    }

    @Test
    void whatIsNotSaidIsNotGuessed() {
        assertTrue(OthersShare.parse(List.of("cpu 1 2 3"), 0, 0).isEmpty());
        assertTrue(OthersShare.parse(List.of("intr 5"), 0, 0).isEmpty());
        double share = new OthersShare().next();
        assertTrue(Double.isNaN(share) || share >= 0 && share <= 1, "share " + share);
    }
}
