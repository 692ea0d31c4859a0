package genops.results.changepoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import genops.results.TestRuns;
import genops.results.changepoint.Steps.Step;
import genops.results.comparison.Thresholds;
import genops.results.document.RunDocument;
import genops.results.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChangePointsTest {
    private static final double EFFECT = Math.log(1.03);

    private static double[] noise(int length, double sd, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, length).mapToDouble(i -> sd * random.nextGaussian()).toArray();
    }

    private static List<Integer> indexes(double[] values) {
        return Steps.of(values, EFFECT).stream().map(Step::index).toList();
    }

    @Test
    void stepsUpAndDownAreFoundAtTheirNights() {
        double[] values = noise(200, 0.01, 1);
        for (int i = 70; i < 140; i++) {
            values[i] += 0.07;
        }
        assertEquals(List.of(70, 140), indexes(values));
    }

    @Test
    void aStepIsFoundSoonAfterIt() {
        double[] values = noise(35, 0.01, 2);
        for (int i = 30; i < 35; i++) {
            values[i] += 0.07;
        }
        assertEquals(List.of(30), indexes(values));
    }

    @Test
    void singleOutliersAreNoSteps() {
        double[] values = noise(100, 0.01, 3);
        for (int outlier : new int[] {10, 40, 41, 70, 98, 99}) {
            values[outlier] += 0.5;
        }
        assertEquals(List.of(), indexes(values));
    }

    @Test
    void aStepSmallerThanTheSmallestEffectIsNotTold() {
        double[] values = noise(100, 0.001, 4);
        for (int i = 50; i < 100; i++) {
            values[i] += 0.02;
        }
        assertEquals(List.of(), indexes(values));
    }

    @Test
    void shortSeriesHaveNoSteps() {
        for (int length = 0; length < 6; length++) {
            assertEquals(List.of(), indexes(noise(length, 0.01, length)));
        }
    }

    @Test
    void theStepIsNamedWithItsCommitsAndTheNewJdk() {
        List<RunDocument> nights = new ArrayList<>();
        for (int n = 0; n < 30; n++) {
            int night = n;
            RunDocument run = TestRuns.night(n, TestRuns.linear(4, i -> i == 1 && night >= 20 ? 1070 : i == 2 && night >= 10 ? 900 : 1000,
                    3, 0.01, n));
            nights.add(n < 20 ? run : TestRuns.onJdk(run, "JDK 26"));
        }
        nights.set(19, nights.get(19).suspected("disturbed"));
        List<ChangePoint> found = ChangePoints.of(History.of(nights), Thresholds.DEFAULT);
        assertEquals(List.of("commits commit-9..commit-10", "commits commit-18..commit-20; jdk: JDK 25, then JDK 26"),
                found.stream().map(ChangePoint::cause).toList(), "the largest first; a suspect night is passed over");
        assertEquals(0.9, found.getFirst().ratio(), 0.01);
        assertEquals(1.07, found.getLast().ratio(), 0.01);
    }
}
