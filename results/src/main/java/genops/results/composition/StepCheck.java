package genops.results.composition;

import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.document.Status;
import genops.results.document.StepMeasurement;
import genops.results.roofline.AttentionVariant;
import genops.results.statistics.Ceilings;
import genops.results.statistics.Estimate;
import genops.results.statistics.Metrics;
import genops.results.statistics.PairedRatio;
import genops.results.statistics.Samples;
import genops.results.statistics.UncertainSum;
import genops.shapes.model.Pass;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorClass;
import genops.shapes.trace.Call;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The check of the composition: a step of a stage as it was measured in place, beside the sum over the same calls of the times of single
 * shapes by the same kernels.
 *
 * @param step the measured step
 * @param measured its time in nanoseconds
 * @param composed the sum in nanoseconds
 * @param parts both by operator class
 * @param estimatedShare share of the sum whose shape was not measured by the kernel that ran in the step
 */
public record StepCheck(StepMeasurement step, Estimate measured, Estimate composed, Map<OperatorClass, Part> parts,
        double estimatedShare) {

    /**
     * One operator class of a step, in nanoseconds.
     *
     * @param measured time in place; zero where it was not told
     * @param composed sum of single shapes
     */
    public record Part(double measured, double composed) {

        /** How much longer the sum is, as a share of the measured time. */
        public double error() {
            return composed / measured - 1;
        }
    }

    public StepCheck {
        parts = new EnumMap<>(parts);
    }

    /** A check of every step that was measured and is of one of these models. */
    public static List<StepCheck> of(RunDocument document, List<Pipeline> pipelines) {
        return document.steps().stream().filter(s -> s.status() == Status.MEASURED && s.nanoseconds().length > 0)
                .flatMap(step -> pass(step, pipelines).flatMap(pass -> of(document, step, pass)).stream()).toList();
    }

    private static Optional<Pass> pass(StepMeasurement step, List<Pipeline> pipelines) {
        return pipelines.stream().filter(p -> p.name().equals(step.model())).flatMap(p -> p.stages().stream())
                .filter(s -> s.name().equals(step.stage()) && step.pass() < s.passes().size()).map(s -> s.passes().get(step.pass()))
                .findFirst();
    }

    private static Optional<StepCheck> of(RunDocument document, StepMeasurement step, Pass pass) {
        Optional<Stack> stack = Stack.all().stream().filter(s -> s.name().equals(step.stack())).findFirst();
        AttentionVariant variant = step.attention().equals(AttentionVariant.UNFUSED.label()) ? AttentionVariant.UNFUSED
                : AttentionVariant.FLASH;
        Map<OperatorClass, UncertainSum> composed = new EnumMap<>(OperatorClass.class);
        double estimated = 0;
        if (stack.isEmpty()) {
            return Optional.empty();
        }
        CallTimes others = MeasuredTimes.of(document, new Selection(stack.get(), step.threads()));
        Map<Operator, Long> counts = counts(step, pass);
        for (Map.Entry<Operator, Long> entry : counts.entrySet()) {
            Operator operator = entry.getKey();
            String shape = operator.type().label() + " " + operator.text();
            Optional<Estimate> single = single(document, step, shape);
            CallTime time = single.<CallTime>map(s -> new CallTime.Measured(s, step.kernels().getOrDefault(shape, "")))
                    .orElseGet(() -> others.of(operator, variant));
            if (time instanceof CallTime.Unknown) {
                return Optional.empty();
            }
            UncertainSum sum = time.total(entry.getValue(), shape);
            composed.merge(operator.type().operatorClass(), sum, UncertainSum::plus);
            estimated += single.isPresent() ? 0 : sum.value();
        }
        UncertainSum all = composed.values().stream().reduce(UncertainSum.ZERO, UncertainSum::plus);
        Map<OperatorClass, Part> parts = new EnumMap<>(OperatorClass.class);
        composed.forEach((c, sum) -> parts.put(c, new Part(Optional.ofNullable(step.classNanoseconds().get(c.label()))
                .map(t -> Samples.estimate(t).value()).orElse(0.0), sum.value())));
        return Optional.of(new StepCheck(step, Samples.estimate(step.nanoseconds()), all.estimate(), parts,
                all.value() == 0 ? 0 : estimated / all.value()));
    }

    /** How often each shape runs in the step, which holds the calls of the pass once or as often as the pass is repeated. */
    private static Map<Operator, Long> counts(StepMeasurement step, Pass pass) {
        List<Call> calls = pass.trace().calls();
        long repeats = Math.max(1, step.calls() / calls.size());
        return calls.stream().collect(Collectors.groupingBy(Call::operator, HashMap::new, Collectors.summingLong(c -> repeats)));
    }

    /** The time of a shape by the kernel that ran it in the step, with as many threads. */
    private static Optional<Estimate> single(RunDocument document, StepMeasurement step, String shape) {
        String kernel = step.kernels().getOrDefault(shape, "");
        return document.measurements().stream().filter(m -> of(m, step, kernel, shape)).findFirst()
                .flatMap(m -> Metrics.of(m, Ceilings.of(document))).map(Metrics::nanoseconds);
    }

    private static boolean of(Measurement m, StepMeasurement step, String kernel, String shape) {
        return m.kernel().equals(kernel) && m.threads() == step.threads() && m.precision().equals(step.precision())
                && shape.equals(m.operator() + " " + m.shape());
    }

    /** How much longer the sum is than the step, as a share of the step's time. */
    public double error() {
        return composed.value() / measured.value() - 1;
    }

    /** Which step, for people. */
    public String name() {
        return step.model() + " " + step.stage() + (step.pass() == 0 ? "" : ", pass " + step.pass()) + ", " + step.attention();
    }

    /** The checks of a model. */
    public static List<StepCheck> ofModel(List<StepCheck> checks, String model) {
        return checks.stream().filter(c -> c.step.model().equals(model)).toList();
    }

    /**
     * What flash attention gains in whole steps, by measurement: the time of a step with unfused over the same with flash attention, which
     * took turns.
     *
     * @param step the step with flash attention
     * @param ratio of the measured times
     * @param composed of the composed ones
     */
    public record Speedup(StepMeasurement step, Estimate ratio, double composed) {}

    /** The speed-up of every step that was measured with both. */
    public static List<Speedup> speedups(List<StepCheck> checks) {
        List<Speedup> speedups = new ArrayList<>();
        for (StepCheck flash : checks) {
            if (flash.step.attention().equals(AttentionVariant.FLASH.label())) {
                checks.stream().filter(c -> c.step.attention().equals(AttentionVariant.UNFUSED.label()) && same(c.step, flash.step))
                        .findFirst().ifPresent(unfused -> speedups.add(new Speedup(flash.step, ratio(unfused, flash),
                                unfused.composed.value() / flash.composed.value())));
            }
        }
        return speedups;
    }

    private static boolean same(StepMeasurement one, StepMeasurement other) {
        return one.model().equals(other.model()) && one.stage().equals(other.stage()) && one.pass() == other.pass()
                && one.stack().equals(other.stack()) && one.precision().equals(other.precision()) && one.threads() == other.threads();
    }

    private static Estimate ratio(StepCheck unfused, StepCheck flash) {
        double[][] numerator = unfused.step.nanoseconds();
        double[][] denominator = flash.step.nanoseconds();
        boolean pairs = !flash.step.turns().isEmpty() && flash.step.turns().equals(unfused.step.turns())
                && numerator.length == denominator.length;
        for (int i = 0; pairs && i < numerator.length; i++) {
            pairs = numerator[i].length == denominator[i].length;
        }
        return pairs ? PairedRatio.ofSteps(numerator, denominator, flash.step.foreign()) : unfused.measured.over(flash.measured);
    }
}
