package genops.results.comparison;

import static genops.results.TestRuns.linear;
import static genops.results.TestRuns.night;
import static genops.results.TestRuns.onCpu;
import static genops.results.TestRuns.onJdk;
import static genops.results.TestRuns.scaled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.TestDocuments;
import genops.results.comparison.Undecided.Reason;
import genops.results.document.Ceiling;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.Status;
import genops.shapes.catalog.Catalog;
import genops.shapes.operator.Linear;
import genops.shapes.operator.OperatorType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparerTest {
    private static final String SHAPE = new Linear(10, 16, 32, false).text();

    @Test
    void aRunAgainstItselfIsUnchanged() {
        RunDocument run = night(0, linear(40, i -> 1000.0 + i, 3, 0.01, 1));
        Comparison same = compare(run, run);
        assertEquals(40, same.of(Verdict.UNCHANGED).size());
        assertEquals(0, same.betweenRuns());
        Change change = same.changes().getFirst();
        assertEquals(1, change.ratio());
        assertTrue(change.interval().low() <= 1 && change.interval().high() >= 1 && change.p() == 1, change.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 10})
    void oneSlowerMeasurementIsFoundAndNothingElse(int forks) {
        RunDocument before = night(0, linear(40, i -> 1000.0 + i, forks, 0.01, 1));
        RunDocument after = scaled(night(1, linear(40, i -> 1000.0 + i, forks, 0.01, 2)), SHAPE, 1.07);
        Comparison comparison = compare(before, after);
        assertEquals(List.of(SHAPE), comparison.slower().stream().map(c -> c.key().shape()).toList());
        assertEquals(List.of(), comparison.faster());
        assertEquals(List.of(SHAPE), compare(after, before).faster().stream().map(c -> c.key().shape()).toList());
    }

    @Test
    void whatIsSmallerThanTheSmallestEffectIsNotTold() {
        RunDocument before = night(0, linear(40, i -> 1000.0, 5, 0.001, 1));
        assertEquals(List.of(), compare(before, scaled(before, SHAPE, 1.02)).slower());
        assertEquals(1, Comparer.compare(before, scaled(before, SHAPE, 1.02), Set.of(), new Thresholds(0.01, 0.05)).slower().size());
    }

    @Test
    void oneForkIsNotJudged() {
        RunDocument before = night(0, linear(5, i -> 1000.0, 1, 0.01, 1));
        Comparison comparison = compare(before, scaled(before, SHAPE, 2));
        assertEquals(5, comparison.of(Verdict.UNDECIDED).size());
        assertTrue(Double.isNaN(comparison.changes().get(2).q()));
    }

    /** The machine's peak and bandwidths fell by 10 %: a kernel that is 7 % slower is not to blame, one that is 20 % slower is. */
    @Test
    void theDriftOfTheMachineIsTakenOff() {
        RunDocument before = night(0, linear(40, i -> 1000.0, 5, 0.005, 1));
        RunDocument slow = scaled(scaled(before, SHAPE, 1.07), new Linear(11, 16, 32, false).text(), 1.2);
        RunDocument after = slow.with(before.ceilings().stream().map(c -> new Ceiling(c.name(), c.threads(), c.unitsPerOperation(),
                new double[][] {{c.nanoseconds()[0][0] * 1.1}})).toList(), slow.measurements());
        Comparison comparison = compare(before, after);
        assertEquals(List.of(SHAPE), comparison.of(Verdict.UNDECIDED).stream().filter(c -> c.undecided().orElseThrow().reason() == Reason.DRIFT).map(c -> c.key().shape()).toList());
        assertEquals(1.1, comparison.changes().getFirst().drift(), 1e-9);
        assertEquals(1, comparison.slower().size());
        assertEquals(2, Comparer.compareInterleaved(before, after, Thresholds.DEFAULT).slower().size(), "drift hits both alike");
    }

    /** Every measurement is a few per cent off, some up, some down: that is the noise between runs, and one of 7 % is a part of it. */
    @Test
    void theNoiseBetweenRunsIsSeenInAllMeasurements() {
        RunDocument before = night(0, linear(40, i -> 1000.0, 5, 0.001, 1));
        RunDocument after = night(1, linear(40, i -> 1000.0 * (1 + 0.05 * Math.sin(i)), 5, 0.001, 2));
        Comparison comparison = compare(before, scaled(after, SHAPE, 1.07));
        assertEquals(0.045, comparison.betweenRuns(), 0.02);
        assertEquals(List.of(), comparison.slower());
    }

    @Test
    void otherMachinesAreRefusedUnlessAllowedAndThenNamed() {
        RunDocument before = night(0, linear(5, i -> 1000.0, 3, 0.01, 1));
        RunDocument after = onJdk(onCpu(before, "Other CPU"), "JDK 26");
        String message = assertThrows(IllegalArgumentException.class, () -> compare(before, after)).getMessage();
        assertEquals("the two runs differ in more than the code: cpu: Test CPU, then Other CPU; jdk: JDK 25, then JDK 26; compare them all "
                + "the same with --across machine,jdk", message);
        assertThrows(IllegalArgumentException.class, () -> Comparer.compare(before, after, Set.of(Aspect.JDK), Thresholds.DEFAULT));
        Comparison allowed = Comparer.compare(before, after, EnumSet.of(Aspect.JDK, Aspect.MACHINE), Thresholds.DEFAULT);
        assertEquals(List.of("cpu: Test CPU, then Other CPU", "jdk: JDK 25, then JDK 26"),
                allowed.differences().stream().map(Difference::text).toList());
    }

    @Test
    void whatLostItsTimeIsNamedWithTheReason() {
        RunDocument before = night(0, linear(5, i -> 1000.0, 3, 0.01, 1));
        var measurements = new ArrayList<>(before.measurements());
        measurements.set(2, TestDocuments.failed(new Linear(10, 16, 32, false), "vector/gemm", Status.CRASHED, "exit code 7"));
        measurements.add(TestDocuments.measured(new Linear(99, 16, 32, false), "vector/gemm", 5));
        Comparison comparison = compare(before, before.with(before.ceilings(), measurements));
        assertEquals("crashed: exit code 7", comparison.lost().getFirst().reason());
        assertEquals(SHAPE, comparison.lost().getFirst().key().shape());
        assertEquals(1, comparison.gained().size());
        assertEquals(4, comparison.changes().size());
        assertTrue(comparison.anyLost());
        assertFalse(compare(before, before).anyLost());
        assertThrows(IllegalArgumentException.class, () -> compare(before, night(1, List.of())));
    }

    @Test
    void whereEverythingFailedThatIsWhatIsTold() {
        RunDocument before = night(0, linear(3, i -> 1000.0, 3, 0.01, 1));
        List<Measurement> failed = new ArrayList<>(before.measurements().stream().map(m -> TestDocuments.failed(
                OperatorType.LINEAR.parse(m.shape()), m.kernel(), Status.FAILED_VERIFICATION, "error 1")).toList());
        failed.add(TestDocuments.failed(new Linear(99, 16, 32, false), "vector/new", Status.CRASHED, "exit code 7"));
        Comparison comparison = compare(before, before.with(before.ceilings(), failed));
        assertEquals(0, comparison.changes().size());
        assertEquals(3, comparison.lost().size());
        assertEquals(List.of("crashed: exit code 7"), comparison.failed().stream().map(Lost::reason).toList());
        String text = ComparisonText.of(comparison, Catalog.of(List.of()));
        assertTrue(text.contains("lost: backend vector: none of its 3 measurements has a time any more: failed verification: error 1\n"), text);
        assertTrue(text.contains("\nlinear m99_n16_k32 vector/new fp32, 2 threads: crashed: exit code 7\n"), text);
        assertTrue(text.strip().endsWith("0 compared: 0 slower, 0 faster, 0 unchanged, 0 not decided, 3 lost, 1 failed and had no time before"), text);
    }

    @Test
    void groupsSayOverHowManyOfHowManyMeasurements() {
        RunDocument before = night(0, linear(5, i -> 1000.0, 3, 0.01, 1));
        Comparison comparison = compare(before, before.with(before.ceilings(), before.measurements().subList(0, 3)));
        assertEquals(2, Group.byOperator(comparison).getFirst().lost());
        String text = ComparisonText.of(comparison, Catalog.of(List.of()));
        assertTrue(text.lines().anyMatch(l -> l.matches("linear +3 of 5 +0 +0 .*")), text);
    }

    /** What is timed without warm-up did not become slower; the state of a GPU's caches is nothing to a kernel of the CPU. */
    @Test
    void timesAtTwoSettingsAreNotCompared() {
        RunDocument before = night(0, linear(2, i -> 1000.0, 3, 0.01, 1));
        Measurement m = before.measurements().getFirst();
        Measurement warm = new Measurement(m.operator(), m.shape(), m.kernel(), m.precision(), m.threads(), m.flops(), m.bytes(), m.status(), "",
                m.nanoseconds(), m.deviceNanoseconds(), 0, m.error(), m.tolerance(), m.command() + " -bm thrpt --gpu-cache warm -wi 0");
        Comparison comparison = compare(before, before.with(before.ceilings(), List.of(warm, before.measurements().get(1))));
        assertEquals(1, comparison.changes().size());
        assertEquals("timed in another way in the later run: mode thrpt, no warm-up", comparison.lost().getFirst().reason());
        assertTrue(comparison.gained().getFirst().text().endsWith(", 2 threads, mode thrpt, no warm-up"), comparison.gained().toString());
    }

    private static Comparison compare(RunDocument before, RunDocument after) {
        return Comparer.compare(before, after, Set.of(), Thresholds.DEFAULT);
    }
}
