package genops.benchmarks.step;

import genops.benchmarks.fork.CaseChannel;
import genops.benchmarks.fork.HostMemory;
import genops.benchmarks.fork.WarmUp;
import genops.kernels.parallel.Workers;
import genops.results.composition.Stack;
import genops.results.document.Status;
import genops.results.roofline.AttentionVariant;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A step from its tensors to its release: every kernel verified at its shape before it is timed and once more afterwards, each round a
 * step with unfused and a step with flash attention, in an order left to chance. Whatever keeps it from being timed is
 * reported through {@link StepChannel} and thrown.
 */
public final class TimedStep implements AutoCloseable {
    private final BoundStep bound;
    private final long bytes;
    private final List<AttentionVariant> order = new ArrayList<>(Arrays.asList(AttentionVariant.values()));
    private final Map<AttentionVariant, StepTime> last = new EnumMap<>(AttentionVariant.class);
    private final Map<AttentionVariant, List<StepTime>> times = new EnumMap<>(AttentionVariant.class);

    private TimedStep(BoundStep bound, long bytes) {
        this.bound = bound;
        this.bytes = bytes;
        order.forEach(attention -> times.put(attention, new ArrayList<>()));
    }

    /**
     * Makes the tensors, chooses and verifies the kernels, and runs the step until it is steady.
     *
     * @param step the text of a step
     * @param stack name of the stack whose kernels run
     * @throws StepRefused where the stack cannot run it here, memory is lacking, or a kernel is wrong
     */
    public static TimedStep open(String step, String stack) {
        CaseChannel.startWatchdog(() -> send(Status.TIMED_OUT, "no result after " + System.getProperty(CaseChannel.SECONDS) + " s"));
        return reporting(() -> open(Step.of(step).calls(), StackKernels.of(Stack.of(stack))));
    }

    /** The same for calls and kernels that are at hand. */
    static TimedStep open(List<Operator> calls, StackKernels kernels) {
        long bytes = StepMemory.bytes(new LinkedHashSet<>(calls), kernels);
        Optional<String> lacking = HostMemory.lacking(bytes);
        if (lacking.isPresent()) {
            throw new StepRefused(Status.SKIPPED, lacking.get());
        }
        TimedStep timed = new TimedStep(new BoundStep(calls, kernels), bytes);
        try {
            WarmUp.step(timed::round);
        } catch (RuntimeException | Error e) {
            timed.close();
            throw e;
        }
        return timed;
    }

    private interface Part<T> {
        T run();
    }

    /** Reports what a part throws: JMH drops a benchmark that failed without a word. */
    private static <T> T reporting(Part<T> part) {
        try {
            return part.run();
        } catch (StepRefused e) {
            send(e.status(), e.getMessage());
            throw e;
        } catch (RuntimeException | Error e) {
            send(Status.CRASHED, e.toString().lines().findFirst().orElse(""));
            throw e;
        }
    }

    private static void send(Status status, String reason) {
        StepChannel.send(new StepReport(status, reason, Workers.shared().count(), 0, 0, Map.of()));
    }

    /** One step with each kind of attention. */
    public void round() {
        Collections.shuffle(order);
        for (AttentionVariant attention : order) {
            last.put(attention, bound.run(attention));
        }
    }

    /** Keeps the times of the round before: one that counts. */
    public void keep() {
        last.forEach((attention, time) -> times.get(attention).add(time));
    }

    /** Nanoseconds of the last round by a name for each part: {@code unfused}, {@code unfused.attention}, … */
    public Map<String, Double> lastNanoseconds() {
        Map<String, Double> named = new LinkedHashMap<>();
        last.forEach((attention, time) -> {
            named.put(attention.label(), (double) time.nanoseconds());
            time.classNanoseconds().forEach((c, nanoseconds) -> named.put(attention.label() + "." + c.label(), (double) nanoseconds));
        });
        return named;
    }

    /**
     * Verifies all kernels once more and reports the step.
     *
     * @throws StepRefused where one of them is wrong
     */
    public void finish() {
        reporting(() -> {
            bound.verify();
            StepChannel.send(report());
            return bound;
        });
    }

    /** What was measured. */
    StepReport report() {
        Map<String, StepReport.Variant> variants = new LinkedHashMap<>();
        times.forEach((attention, kept) -> {
            Map<String, double[]> classes = new LinkedHashMap<>();
            for (OperatorClass each : last.get(attention).classNanoseconds().keySet()) {
                classes.put(each.label(), kept.stream().mapToDouble(t -> t.classNanoseconds().get(each)).toArray());
            }
            variants.put(attention.label(), new StepReport.Variant(bound.kernelIds(attention),
                    kept.stream().mapToDouble(StepTime::nanoseconds).toArray(), classes,
                    kept.stream().mapToDouble(StepTime::foreign).toArray()));
        });
        return new StepReport(Status.MEASURED, "", Workers.shared().count(), bound.calls(), bytes, variants);
    }

    @Override
    public void close() {
        bound.close();
    }
}
