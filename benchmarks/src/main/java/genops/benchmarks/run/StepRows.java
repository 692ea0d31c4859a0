package genops.benchmarks.run;

import genops.benchmarks.step.Step;
import genops.benchmarks.step.StepReport;
import genops.results.composition.Stack;
import genops.results.document.Status;
import genops.results.document.StepMeasurement;
import genops.results.roofline.AttentionVariant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a run document says of one step: a measurement with unfused and one with flash attention.
 *
 * @param step the step
 * @param stack whose kernels run
 * @param threads threads that were asked for; empty for the available processors
 * @param command one line that repeats it alone
 */
record StepRows(Step step, Stack stack, OptionalInt threads, String command) {
    private static final double[][] NONE = {};

    /** Of the reports of forks, one row for each. */
    List<StepMeasurement> measured(List<StepReport> reports) {
        return Arrays.stream(AttentionVariant.values()).map(attention -> {
            List<StepReport.Variant> forks = reports.stream().map(r -> r.variants().get(attention.label())).toList();
            Map<String, double[][]> classes = new LinkedHashMap<>();
            for (String each : forks.getFirst().classNanoseconds().keySet()) {
                classes.put(each, forks.stream().map(f -> f.classNanoseconds().get(each)).toArray(double[][]::new));
            }
            return row(attention, reports.getFirst().threads(), forks.getFirst().kernels(), Status.MEASURED, "",
                    forks.stream().map(StepReport.Variant::nanoseconds).toArray(double[][]::new), classes, foreign(forks));
        }).toList();
    }

    /** Without a time. */
    List<StepMeasurement> unmeasured(Status status, String reason) {
        int count = threads.orElse(Runtime.getRuntime().availableProcessors());
        return Arrays.stream(AttentionVariant.values()).map(a -> row(a, count, Map.of(), status, reason, NONE, Map.of(), NONE)).toList();
    }

    /** None where the system of one of the forks does not tell. */
    private static double[][] foreign(List<StepReport.Variant> forks) {
        double[][] shares = forks.stream().map(StepReport.Variant::foreign).toArray(double[][]::new);
        return Arrays.stream(shares).flatMapToDouble(Arrays::stream).anyMatch(Double::isNaN) ? NONE : shares;
    }

    private StepMeasurement row(AttentionVariant attention, int threadCount, Map<String, String> kernels, Status status, String reason,
            double[][] nanoseconds, Map<String, double[][]> classes, double[][] foreign) {
        String turns = "step " + step.text() + " " + stack.name() + " " + threadCount;
        return new StepMeasurement(step.pipeline().name(), step.stage(), step.pass(), attention.label(), stack.name(), stack.precision(),
                threadCount, step.calls().size(), kernels, status, reason, nanoseconds, classes, turns, foreign, command);
    }
}
