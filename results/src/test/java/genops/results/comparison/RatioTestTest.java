package genops.results.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class RatioTestTest {
    private static final double[] BEFORE = {0.01, 0.02, 0.03, 0.041, 0.052};
    private static final double[] AFTER = {0.0611, 0.0722, 0.0833, 0.0944, 0.1055};

    @Test
    void theTTestIsThatOfTheTables() {
        StudentTest test = new StudentTest(0.1, 0.1, 0.05, 10);
        assertEquals(0.0734, test.changed(), 1e-4);
        assertEquals(0.1 - 2.2281 * 0.05, test.low(0.05), 1e-5);
        assertEquals(0.1 + 2.2281 * 0.05, test.high(0.05), 1e-5);
        assertEquals(1, test.unchanged(0.09), "the estimate is beyond it");
        assertEquals(test.changed(), test.unchanged(0.2), 1e-12);
    }

    @Test
    void theRankTestOfForksApartGivesItsLeast() {
        RankTest test = RankTest.of(BEFORE, AFTER, 0, 0);
        assertEquals(2.0 / 252, RankTest.leastP(5, 5), 1e-12);
        assertEquals(2.0 / 252, test.changed(), 1e-9);
        assertEquals(0.0611 - 0.052, test.low(0.01), 1e-12, "beyond the least difference not all forks are apart any more");
        assertEquals(0.1055 - 0.01, test.high(0.01), 1e-12);
        assertEquals(Double.NEGATIVE_INFINITY, test.low(0.001));
    }

    /** An interval leaves a ratio out exactly where the test rejects it. */
    @Test
    void intervalsHoldWhatIsNotRejected() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 40; i++) {
            double[] before = DoubleStream.generate(random::nextGaussian).limit(6).toArray();
            double[] after = DoubleStream.generate(() -> 1 + random.nextGaussian()).limit(7).toArray();
            double drift = i % 2 == 0 ? 0 : 0.3;
            RatioTest rank = RankTest.of(before, after, 0.1, drift);
            RatioTest student = new StudentTest(mean(after) - mean(before) - 0.1 - drift, mean(after) - mean(before) - 0.1, 0.5, 11);
            for (RatioTest test : new RatioTest[] {rank, student, RatioTest.both(rank, student)}) {
                for (double level : new double[] {0.2, 0.05, 0.01}) {
                    assertTrue(test.above(test.low(level) - 1e-6) <= level && test.above(test.low(level) + 1e-6) > level, test + " above");
                    assertTrue(test.below(test.high(level) + 1e-6) <= level && test.below(test.high(level) - 1e-6) > level, test + " below");
                }
            }
        }
    }

    @Test
    void driftLeavesRoomForBothExplanations() {
        StudentTest test = new StudentTest(0.01, 0.1, 0.001, 20);
        assertTrue(test.low(0.05) < 0.01 && test.high(0.05) > 0.1);
        assertTrue(test.changed() < 1e-6 && test.unchanged(0.05) == 1);
        assertEquals(1, new StudentTest(0, 0.1, 0.001, 20).changed());
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
