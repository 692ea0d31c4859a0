package genops.results.comparison;

import genops.results.composition.CallTime;
import genops.results.composition.CallTimes;
import genops.results.composition.Composition.Term;
import genops.results.composition.Composition;
import genops.results.composition.MeasuredTimes;
import genops.results.composition.Selection;
import genops.results.composition.Stack;
import genops.results.document.MeasurementKey;
import genops.results.document.RunDocument;
import genops.results.roofline.AttentionVariant;
import genops.results.statistics.Estimate;
import genops.results.statistics.UncertainSum;
import genops.shapes.catalog.Catalog;
import genops.shapes.operator.Operator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What the changes make of the time of a model's whole inference by this suite's kernels on the CPU. Shapes that both runs measured count
 * with the times of each, the others with one estimate for both, so that they hide a change in proportion to their share and add none.
 *
 * @param model name of the model
 * @param variant how attention is computed
 * @param before time of one inference in the earlier run, in nanoseconds
 * @param after time of one inference in the later run
 * @param ratio the later over the earlier time, with its error
 * @param measuredShare share of measured shapes in the time before
 * @param complete whether a time is known for every shape
 */
public record Inference(String model, AttentionVariant variant, double before, double after, Estimate ratio, double measuredShare,
        boolean complete) {

    /** The models of a catalog of which something was measured in both runs, with every variant of attention that was. */
    public static List<Inference> of(Comparison comparison, Catalog catalog) {
        Set<MeasurementKey> common = new HashSet<>(comparison.changes().stream().map(c -> withoutThreads(c.key())).toList());
        UnaryOperator<RunDocument> restrict = d -> d.with(d.ceilings(),
                d.measurements().stream().filter(m -> common.contains(withoutThreads(MeasurementKey.of(m)))).toList());
        RunDocument first = restrict.apply(comparison.before());
        RunDocument second = restrict.apply(comparison.after());
        CallTimes before = MeasuredTimes.of(first, Selection.of(Stack.VECTOR, first));
        CallTimes after = MeasuredTimes.of(second, Selection.of(Stack.VECTOR, second));
        List<Inference> found = new ArrayList<>();
        for (String model : catalog.models()) {
            for (AttentionVariant variant : AttentionVariant.values()) {
                Inference inference = of(model, catalog, before, after, variant);
                if (inference.measuredShare > 0) {
                    found.add(inference);
                }
            }
        }
        return found;
    }

    private static MeasurementKey withoutThreads(MeasurementKey key) {
        return key.withThreads(Math.min(1, key.threads()));
    }

    private static Inference of(String model, Catalog catalog, CallTimes before, CallTimes after, AttentionVariant variant) {
        Composition first = Composition.of(model, catalog, before, variant);
        Composition second = Composition.of(model, catalog, new Replaced(before, after), variant);
        Estimate measuredBefore = measured(first);
        Estimate measuredAfter = measured(second);
        double timeBefore = first.time().value();
        double timeAfter = second.time().value();
        double ratio = timeAfter / timeBefore;
        // of two runs: the errors of the measured parts are independent, what is estimated is the same number on both sides
        double error = ratio * Math.hypot(measuredBefore.error() / timeBefore, measuredAfter.error() / timeAfter);
        return new Inference(model, variant, timeBefore, timeAfter, new Estimate(ratio, error),
                timeBefore == 0 ? 0 : measuredBefore.value() / timeBefore, first.unknown().isEmpty());
    }

    private static Estimate measured(Composition composition) {
        return composition.terms().stream().filter(t -> t.time() instanceof CallTime.Measured).map(Term::total)
                .reduce(UncertainSum.ZERO, UncertainSum::plus).estimate();
    }

    /** The times of the later run where both measured, else those of the earlier one. */
    private record Replaced(CallTimes before, CallTimes after) implements CallTimes {

        @Override
        public String name() {
            return after.name();
        }

        @Override
        public CallTime of(Operator operator, AttentionVariant variant) {
            CallTime earlier = before.of(operator, variant);
            return earlier instanceof CallTime.Measured && after.of(operator, variant) instanceof CallTime.Measured later ? later : earlier;
        }
    }
}
