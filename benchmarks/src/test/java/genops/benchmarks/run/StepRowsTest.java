package genops.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import genops.benchmarks.step.Step;
import genops.benchmarks.step.StepReport;
import genops.results.composition.Stack;
import genops.results.document.Status;
import genops.results.document.StepMeasurement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.OptionsBuilder;

class StepRowsTest {
    private static final Step STEP = Step.of("parti/decode/3/variant=350M");
    private static final StepRows ROWS = new StepRows(STEP, Stack.VECTOR, OptionalInt.of(2), "the command");

    @Test
    void everyForkIsARow() {
        List<StepMeasurement> rows = ROWS.measured(List.of(report(3e9, 6e9), report(2e9)));
        StepMeasurement unfused = rows.getFirst();
        StepMeasurement flash = rows.getLast();
        assertEquals(List.of("unfused", "flash"), rows.stream().map(StepMeasurement::attention).toList());
        assertArrayEquals(new double[][] {{3e9, 6e9}, {2e9}}, unfused.nanoseconds());
        assertArrayEquals(new double[][] {{2e9, 4e9}, {2e9 / 1.5}}, flash.nanoseconds());
        assertArrayEquals(new double[][] {{1e9, 2e9}, {2e9 / 3}}, flash.classNanoseconds().get("linear"));
        assertArrayEquals(new double[][] {{0.3, 0.6}, {0.2}}, flash.foreign());
        assertEquals(Map.of("linear m1", "vector/gemv"), flash.kernels());
        assertEquals("parti-350M", unfused.model());
        assertEquals(3, unfused.pass());
        assertEquals(2, unfused.threads());
        assertEquals(STEP.calls().size(), unfused.calls());
        assertEquals(unfused.turns(), flash.turns());
        assertEquals("step parti-350M decode pass 3: unfused 2.00 s, flash 1.33 s, 1.50×", StepText.of(STEP, rows));
    }

    @Test
    void whatTheSystemDoesNotTellIsLeftOut() {
        assertEquals(0, ROWS.measured(List.of(report(3e9), report(Double.NaN))).getFirst().foreign().length);
    }

    @Test
    void whatCameOfAStepWithoutATimeIsSaid() {
        List<StepMeasurement> rows = ROWS.unmeasured(Status.SKIPPED, "needs 3 GiB");
        assertEquals(2, rows.size());
        assertEquals(Status.SKIPPED, rows.getLast().status());
        assertEquals("the command", rows.getLast().command());
        assertEquals(0, rows.getLast().nanoseconds().length);
        assertEquals("step parti-350M decode pass 3: skipped: needs 3 GiB", StepText.of(STEP, rows));
    }

    @Test
    void theCommandRepeatsTheStepAlone() {
        StepRequest request = new StepRequest(List.of(STEP), Stack.VECTOR, Collections.unmodifiableSortedSet(new TreeSet<>()),
                OptionalDouble.empty(), OptionalInt.empty(), new OptionsBuilder().build());
        assertEquals("java -jar benchmarks.jar --suite steps -p step=parti/decode/3/variant=350M --threads 2",
                request.commandOf(STEP, OptionalInt.of(2)));
    }

    private static StepReport report(double... unfused) {
        double[] flash = new double[unfused.length];
        double[] linear = new double[unfused.length];
        double[] foreign = new double[unfused.length];
        for (int i = 0; i < unfused.length; i++) {
            flash[i] = unfused[i] / 1.5;
            linear[i] = unfused[i] / 3;
            foreign[i] = unfused[i] / 1e10;
        }
        Map<String, String> kernels = Map.of("linear m1", "vector/gemv");
        return new StepReport(Status.MEASURED, "", 2, 7, 0, Map.of(
                "unfused", new StepReport.Variant(kernels, unfused, Map.of("linear", linear), foreign),
                "flash", new StepReport.Variant(kernels, flash, Map.of("linear", linear), foreign)));
    }
}
