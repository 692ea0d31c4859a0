package genops.results.changepoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import genops.results.TestRuns;
import genops.results.comparison.Thresholds;
import genops.results.comparison.Verdict;
import genops.results.document.RunDocument;
import genops.results.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Ratios to a reference on machines whose times wander by 20 % from night to night. */
class ReferenceSeriesTest {
    private static final int SERIES = 25;
    private static final int NEW_MACHINE = 15;
    private static final int STEP = 30;
    private static final double WANDER = 0.2;
    private static final double NOISE = 0.01;

    /** The first measurement takes 3 % longer from night 30 on; on night 15 another machine takes over. */
    private static List<RunDocument> nights(int count) {
        SplittableRandom random = new SplittableRandom(1);
        List<RunDocument> nights = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            int night = n;
            RunDocument run = TestRuns.night(n, TestRuns.linear(SERIES, i -> 1000 * Math.exp(WANDER * random.nextGaussian()), 3, NOISE, n));
            RunDocument paired = TestRuns.against("0123456789abcdef", run, i -> i == 0 && night >= STEP ? 1.03 : 1.0, NOISE, n);
            nights.add(n < NEW_MACHINE ? paired : TestRuns.onCpu(paired, "New CPU"));
        }
        return nights;
    }

    private static Judgement judge(List<RunDocument> nights) {
        return Judge.newest(History.of(nights), Thresholds.DEFAULT);
    }

    @Test
    void aStepOfThreePercentIsFoundInTheRatiosAlone() {
        List<ChangePoint> found = ChangePoints.of(History.of(nights(40)), Thresholds.DEFAULT);
        assertEquals(List.of("linear m8_n16_k32 vector/gemm fp32, 2 threads, against 0123456789"), found.stream().map(c -> c.series().text()).toList());
        assertEquals("commits commit-29..commit-30", found.getFirst().cause());
        assertEquals(1.03, found.getFirst().ratio(), 0.005);
    }

    @Test
    void aSlowdownOfTheRatiosIsConfirmedByThreeNightsAndThenKnown() {
        assertEquals(List.of(), judge(nights(STEP + 2)).regressions());
        Judgement third = judge(nights(STEP + 3));
        assertEquals(List.of("0123456789abcdef"), third.regressions().stream().map(d -> d.series().reference()).toList());
        assertEquals(1.03, third.regressions().getFirst().ratio(), 0.01);
        assertEquals(2 * SERIES + 1, third.standings().size(), "times, ratios and the level of all times");
        assertTrue(third.standings().stream().filter(s -> s.series().isOfRatios()).filter(s -> s.verdict() == Verdict.UNCHANGED).count() > SERIES / 2,
                HistoryText.of(third));
        assertTrue(HistoryText.of(third).contains("confirmed slower"), HistoryText.of(third));
        assertEquals(List.of(), judge(nights(STEP + 4)).regressions());
    }

    @Test
    void ratiosOfASuspectRunAreJudged() {
        List<RunDocument> nights = nights(STEP + 3);
        nights.set(STEP + 2, nights.getLast().suspected("the read ceiling fell by 12%"));
        assertEquals(1, judge(nights).regressions().size());
        assertTrue(HistoryText.of(judge(nights)).contains("but for ratios to the reference not judged: the run is suspect"), HistoryText.of(judge(nights)));
    }

    @Test
    void aNewReferenceIsJoinedWithNothing() {
        List<RunDocument> nights = nights(40);
        for (int n = STEP; n < 40; n++) {
            nights.set(n, nights.get(n).withReference("new"));
        }
        assertEquals(List.of(), ChangePoints.of(History.of(nights), Thresholds.DEFAULT));
        assertEquals(List.of(), judge(nights.subList(0, STEP + 3)).regressions());
    }

    @Test
    void textAndJsonHaveBothSeries() throws Exception {
        History history = History.of(nights(40));
        List<ChangePoint> found = ChangePoints.of(history, Thresholds.DEFAULT);
        Judgement judgement = Judge.newest(history, Thresholds.DEFAULT);
        String text = HistoryText.of(history, found, judgement);
        assertTrue(text.startsWith("40 runs, 25 series of times and 25 of ratios to a reference, from "), text);
        JsonNode json = new JsonMapper().readTree(HistoryJson.of(history, found, judgement));
        assertEquals("", json.at("/series/0/reference").asText());
        assertEquals("0123456789abcdef", json.at("/ratios/0/reference").asText());
        assertEquals(json.at("/series/0/shape"), json.at("/ratios/0/shape"));
        assertEquals(40, json.at("/ratios/0/points").size());
        assertEquals(1, json.at("/ratios/0/points/0/ratio").asDouble(), 0.03);
        assertEquals(6, json.at("/ratios/0/points/0/forks").asInt());
        assertEquals("0123456789abcdef", json.at("/changePoints/0/reference").asText());
    }
}
