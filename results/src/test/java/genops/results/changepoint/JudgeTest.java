package genops.results.changepoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.TestDocuments;
import genops.results.TestRuns;
import genops.results.changepoint.Departure.State;
import genops.results.changepoint.Standing.Pending;
import genops.results.changepoint.Standing.Reason;
import genops.results.comparison.Thresholds;
import genops.results.comparison.Verdict;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.Status;
import genops.results.history.History;
import genops.shapes.operator.Linear;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final int SERIES = 30;

    /** The first series takes 7 % longer from night 5 on. */
    private static List<RunDocument> nights(int count, double factor) {
        List<RunDocument> nights = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            int night = n;
            nights.add(TestRuns.night(n, TestRuns.linear(SERIES, i -> i == 0 && night >= 5 ? 1000 * factor : 1000.0, 3, 0.01, n)));
        }
        return nights;
    }

    private static Judgement judge(List<RunDocument> nights) {
        return Judge.newest(History.of(nights), Thresholds.DEFAULT);
    }

    @Test
    void aSlowerKernelIsSuspectedThenConfirmedThenKnown() {
        Judgement first = judge(nights(6, 1.07));
        assertEquals(List.of(State.SUSPECTED), first.departures().stream().map(Departure::state).toList());
        assertEquals(List.of(), first.regressions());
        Judgement third = judge(nights(8, 1.07));
        assertEquals(List.of(State.CONFIRMED), third.departures().stream().map(Departure::state).toList());
        Departure departure = third.regressions().getFirst();
        assertEquals(1.07, departure.ratio(), 0.02);
        assertEquals("commits commit-4..commit-5", departure.cause());
        assertEquals(SERIES + 1, third.standings().size(), "and the level of all");
        assertEquals(1, third.count(Verdict.SLOWER));
        Judgement fourth = judge(nights(9, 1.07));
        assertEquals(List.of(State.KNOWN), fourth.departures().stream().map(Departure::state).toList());
        assertEquals(List.of(), fourth.regressions());
    }

    @Test
    void aFasterKernelIsAnImprovement() {
        Judgement judgement = judge(nights(8, 1 / 1.07));
        assertEquals(List.of(), judgement.regressions());
        assertEquals(1, judgement.improvements().size());
    }

    /** Quiet series at the level of their baseline are unchanged; one that departs on the newest night alone is not decided until three agree. */
    @Test
    void unchangedIsEarned() {
        List<RunDocument> nights = quiet(20, 0.003);
        Judgement judgement = judge(nights);
        assertEquals(SERIES + 1, judgement.count(Verdict.UNCHANGED));
        assertTrue(judgement.standings().stream().allMatch(t -> Verdict.of(t.interval().low(), t.interval().high(), 0.03) == t.verdict()));
        nights.set(19, TestRuns.scaled(nights.get(19), nights.get(19).measurements().getFirst().shape(), 1.05));
        Standing departing = judge(nights).standings().getFirst();
        assertEquals(Verdict.UNDECIDED, departing.verdict());
        assertEquals(Optional.of(Pending.until(Reason.SUSPECTED, 2)), departing.pending());
        assertTrue(HistoryText.of(judge(nights)).endsWith("not decided: 1; of them 1 suspected until 3 nights agree\n"
                + "31 series: 0 slower (0 newly), 0 faster (0 newly), 30 unchanged, 1 not decided\n"), HistoryText.of(judge(nights)));
    }

    @Test
    void aSmallChangeThatIsSureIsToldAndALargeOneThatIsNotIsNotDecided() {
        List<RunDocument> nights = quiet(20, 0.002);
        String shape = nights.getFirst().measurements().getFirst().shape();
        for (int n = 17; n < 20; n++) {
            nights.set(n, TestRuns.scaled(nights.get(n), shape, 1.015));
        }
        assertEquals(List.of(shape), judge(nights).regressions().stream().map(d -> d.key().shape()).toList());
        Judgement noisy = judge(quiet(20, 0.1));
        assertEquals(SERIES + 1, noisy.count(Verdict.UNDECIDED));
        assertTrue(HistoryText.of(noisy).contains(" by more forks a night (-f) or by ab: the nights scatter too much\n"), HistoryText.of(noisy));
    }

    @Test
    void whatIsNotDecidedSaysHowManyNightsItTakes() {
        String young = HistoryText.of(judge(quiet(6, 0.003)));
        assertTrue(young.contains("not decided: 31; of them 31 with a baseline after 1 more night\n"), young);
        Judgement few = judge(quiet(8, 0.016));
        List<Integer> nights = few.standings().stream().flatMap(t -> t.pending().stream()).flatMap(p -> p.nights().stream().boxed()).toList();
        assertTrue(nights.size() >= 10, nights.toString());
        int most = nights.stream().mapToInt(n -> n).max().orElseThrow();
        long decided = few.count(Verdict.UNCHANGED);
        assertTrue(judge(quiet(8 + most, 0.016)).count(Verdict.UNCHANGED) >= decided + nights.size() / 2, most + " nights");
    }

    private static List<RunDocument> quiet(int count, double noise) {
        List<RunDocument> nights = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            nights.add(TestRuns.night(n, TestRuns.linear(SERIES, i -> 1000.0, 3, noise, n)));
        }
        return nights;
    }

    @Test
    void aSuspectNightIsNeitherJudgedNorABaseline() {
        List<RunDocument> nights = nights(8, 1.07);
        nights.set(7, nights.get(7).suspected("the read ceiling fell by 12%"));
        assertEquals("the run is suspect: the read ceiling fell by 12%", judge(nights).notJudged());
        assertEquals(SERIES + 1, judge(nights).count(Verdict.UNDECIDED));
        assertTrue(HistoryText.of(judge(nights)).endsWith("not decided: 31; of them 31 of a suspect run\n"
                + "31 series: 0 slower (0 newly), 0 faster (0 newly), 0 unchanged, 31 not decided\n"), HistoryText.of(judge(nights)));
        nights.addAll(nights(9, 1.07).subList(8, 9));
        assertEquals(1, judge(nights).regressions().size(), "confirmed by nights 5, 6 and 8");
    }

    @Test
    void anotherMachineBeginsANewBaselineAndAnotherJdkIsNamed() {
        List<RunDocument> nights = nights(8, 1.07);
        nights.replaceAll(n -> n.started().compareTo("2025-01-06") >= 0 ? TestRuns.onJdk(n, "JDK 26") : n);
        assertEquals("commits commit-4..commit-5; jdk: JDK 25, then JDK 26", judge(nights).regressions().getFirst().cause());
        nights.replaceAll(n -> n.started().compareTo("2025-01-06") >= 0 ? TestRuns.onCpu(n, "Other CPU") : n);
        Judgement other = judge(nights);
        assertEquals(SERIES + 1, other.standings().stream()
                .filter(t -> t.pending().equals(Optional.of(Pending.until(Reason.BASELINE, 4)))).count(), "3 of 7 nights");
        assertTrue(other.departures().isEmpty());
    }

    @Test
    void whatIsNoLongerMeasuredIsMissing() {
        List<RunDocument> nights = nights(8, 1);
        RunDocument last = nights.getLast();
        nights.set(7, last.with(last.ceilings(), last.measurements().subList(1, SERIES)));
        assertEquals(List.of(last.measurements().getFirst().shape()), judge(nights).missing().stream().map(m -> m.series().key().shape()).toList());
        assertEquals("not among the cases of the newest run", judge(nights).missing().getFirst().reason());
        assertFalse(judge(nights.subList(0, 7)).anyLost());
    }

    @Test
    void whatFailedInTheNewestRunIsNamedBeASuspectOneOrNot() {
        List<RunDocument> nights = nights(8, 1);
        List<Measurement> measurements = new ArrayList<>(nights.getLast().measurements());
        measurements.set(0, TestDocuments.failed(new Linear(8, 16, 32, false), "vector/gemm", Status.CRASHED, "exit code 7"));
        measurements.add(TestDocuments.failed(new Linear(99, 16, 32, false), "vector/new", Status.FAILED_VERIFICATION, "error 1"));
        measurements.add(TestDocuments.failed(new Linear(99, 16, 32, false), "vector/other", Status.SKIPPED, "too long"));
        RunDocument last = nights.getLast().with(nights.getLast().ceilings(), measurements);
        for (RunDocument newest : List.of(last, last.suspected("the read ceiling fell by 12%"))) {
            nights.set(7, newest);
            String text = HistoryText.of(judge(nights));
            assertTrue(text.contains("lost: linear m8_n16_k32 vector/gemm fp32, 2 threads: crashed: exit code 7\n"), text);
            assertTrue(text.contains("\nlinear m99_n16_k32 vector/new fp32, 2 threads: failed verification: error 1\n"), text);
            assertFalse(text.contains("vector/other"), text);
            assertTrue(judge(nights).anyLost());
        }
    }

    @Test
    void aBackendThatIsGoneIsToldInOneLine() {
        List<RunDocument> nights = nights(8, 1);
        for (int n = 0; n < 7; n++) {
            List<Measurement> measurements = new ArrayList<>(nights.get(n).measurements());
            measurements.add(TestDocuments.measured(new Linear(8, 16, 32, false), "onednn/matmul", 1000));
            measurements.add(TestDocuments.measured(new Linear(9, 16, 32, false), "onednn/matmul", 1000));
            nights.set(n, nights.get(n).with(nights.get(n).ceilings(), measurements));
        }
        String text = HistoryText.of(judge(nights));
        assertTrue(text.contains("lost: backend onednn: none of its 2 measurements has a time any more: not among the cases of the newest run\n"),
                text);
        assertFalse(text.contains("onednn/matmul"), text);
        assertTrue(text.strip().endsWith(", 2 lost"), text);
    }
}
