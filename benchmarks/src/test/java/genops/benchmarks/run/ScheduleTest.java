package genops.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.benchmarks.fork.CaseReport;
import genops.benchmarks.fork.KernelOffer;
import genops.results.document.Status;
import genops.shapes.operator.Linear;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;

class ScheduleTest {
    private static final Case SHORT = of(new Linear(64, 64, 64, false));
    private static final Case LONG = of(new Linear(20_000, 10_000, 10_000, false));

    private final CallEstimate estimate = new CallEstimate();
    private final Options options;

    ScheduleTest() throws CommandLineOptionException {
        options = new CommandLineOptions();
    }

    private static Case of(Linear shape) {
        return new Case(shape, new KernelOffer("linear", shape.text(), "vector/gemm", "fp32", "", "", shape.bytes(4), shape.bytes(4), 0, false),
                2);
    }

    private Schedule schedule(double seconds, List<Case> cases) {
        return new Schedule(OptionalDouble.of(seconds), cases, estimate, options);
    }

    @Test
    void whatIsLeftOverIsSharedAndTheRunKeepsItsTime() {
        Schedule schedule = schedule(600, Collections.nCopies(100, SHORT));
        double gone = 0;
        for (int i = 0; i < 100; i++) {
            Timing timing = schedule.timing(i, gone);
            assertTrue(timing.forks() >= 2);
            gone += schedule.expected(SHORT, timing);
        }
        assertEquals(600, gone, 60);
        assertEquals(0, schedule.left(100, gone));
    }

    @Test
    void aSlowMachineKeepsTheTimeToo() {
        Schedule schedule = schedule(800, Collections.nCopies(100, SHORT));
        double gone = 0;
        for (int i = 0; i < 60; i++) {
            Timing timing = schedule.timing(i, gone);
            double expected = schedule.expected(SHORT, timing);
            // half as fast as the machine that the expectation was made on
            double actual = 2 * timing.caseSeconds(estimate.seconds(SHORT), SHORT.offer().bytesNeeded());
            schedule.took(expected, actual);
            gone += actual;
        }
        assertEquals(800, gone + schedule.left(60, gone), 80);
        assertEquals(2, schedule.timing(60, gone).forks());
    }

    @Test
    void withoutATimeToKeepEveryCaseGetsWhatItIsWorth() {
        Schedule schedule = new Schedule(OptionalDouble.empty(), List.of(SHORT), estimate, options);
        assertEquals(Schedule.LONGEST_CASE_SECONDS, schedule.expected(SHORT, schedule.timing(0, 1e6)), 3);
        assertFalse(schedule.tooLong(LONG).isPresent());
        assertTrue(schedule.patience(SHORT, schedule.timing(0, 0)) > 60);
    }

    @Test
    void aCaseThatWouldTakeMinutesIsPassedOverOnceItsKernelIsKnown() {
        Schedule schedule = schedule(900, List.of(SHORT, LONG));
        assertFalse(schedule.tooLong(LONG).isPresent());
        // half a second for 0.5 MFLOP: at that rate the long one takes hours
        estimate.learn(SHORT, SHORT.measured(new CaseReport(Status.MEASURED, "", 2, 0, 1, 0, 0), new double[][] {{5e8, 5e8}}, new double[0][], ""));
        String reason = schedule.tooLong(LONG).orElseThrow();
        assertTrue(reason.matches("would take about \\d+ s of the 15.0 min of the run; .*--minutes.*"), reason);
        assertFalse(schedule.tooLong(SHORT).isPresent());
        assertEquals(45, schedule.patience(SHORT, schedule.timing(0, 0)), 15);
    }

    @Test
    void whatWillBePassedOverTakesNoTimeFromTheOthers() {
        // half a second for 0.5 MFLOP: at that rate the long one takes hours
        estimate.learn(SHORT, SHORT.measured(new CaseReport(Status.MEASURED, "", 2, 0, 1, 0, 0), new double[][] {{5e8, 5e8}}, new double[0][], ""));
        List<Case> shorts = Collections.nCopies(50, SHORT);
        List<Case> all = new ArrayList<>(shorts);
        all.add(LONG);
        Schedule alone = schedule(900, shorts);
        Schedule beside = schedule(900, all);
        assertEquals(alone.timing(0, 0), beside.timing(0, 0));
        assertEquals(alone.left(0, 0), beside.left(0, 0));
        assertTrue(beside.left(0, 0) <= 900, "more time left than the run may take: " + beside.left(0, 0));
    }
}
