package genops.benchmarks.step;

import genops.benchmarks.fork.OthersShare;
import genops.kernels.ActivationArena;
import genops.kernels.BoundKernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Refresh;
import genops.results.roofline.AttentionVariant;
import genops.shapes.operator.Attention;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorClass;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The calls of a step, each bound to the tensors of its shape: one set of weights for each distinct shape, all activations in one ring
 * ({@link ActivationArena}). Attention is bound twice, by the unfused kernel and by the flash kernel; all else serves both.
 *
 * <p>A step's time is the sum of its calls' times. After each call, and outside its time, the output is {@linkplain Refresh refreshed}:
 * what is one call's result is not what the call that reads the same place computes with in a model.
 */
final class BoundStep implements AutoCloseable {
    private static final long SEED = 20231214;

    /** What takes memory, in the order in which it is given back. */
    private final List<Runnable> closing = new ArrayList<>();
    private final Map<AttentionVariant, Map<Operator, Served<?>>> served = new EnumMap<>(AttentionVariant.class);
    private final Map<AttentionVariant, BoundKernel[]> kernels = new EnumMap<>(AttentionVariant.class);
    private final MemorySegment[] outputs;
    private final int[] classes;
    private final boolean[] present = new boolean[OperatorClass.values().length];
    private final long[] sums = new long[OperatorClass.values().length];
    private final Refresh refresh = new Refresh();
    private final OthersShare others = new OthersShare();

    /**
     * Binds, verifies and warms up a kernel for every distinct shape.
     *
     * @param calls the operators of the step in order
     * @throws StepRefused where a kernel is wrong, or a shape has none
     */
    BoundStep(List<Operator> calls, StackKernels stack) {
        Map<Operator, Tensors> tensors = new LinkedHashMap<>();
        for (AttentionVariant attention : AttentionVariant.values()) {
            served.put(attention, new LinkedHashMap<>());
        }
        try {
            ActivationArena arena = new ActivationArena(calls);
            closing.add(arena::close);
            for (Operator shape : calls) {
                if (!tensors.containsKey(shape)) {
                    Tensors own = Tensors.inArena(shape, arena, SEED + tensors.size());
                    closing.addFirst(own::close);
                    tensors.put(shape, own);
                    serve(shape, own, stack);
                }
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
        served.forEach((attention, byShape) ->
                kernels.put(attention, calls.stream().map(shape -> byShape.get(shape).bound()).toArray(BoundKernel[]::new)));
        outputs = calls.stream().map(shape -> tensors.get(shape).output()).toArray(MemorySegment[]::new);
        classes = calls.stream().mapToInt(shape -> shape.type().operatorClass().ordinal()).toArray();
        for (int c : classes) {
            present[c] = true;
        }
    }

    private void serve(Operator shape, Tensors tensors, StackKernels stack) {
        Served<?> both = null;
        for (AttentionVariant attention : AttentionVariant.values()) {
            if (both == null || shape instanceof Attention) {
                both = Served.byFastest(shape, tensors, stack.candidates(shape, attention));
                closing.addFirst(both::close);
                refresh.over(tensors.output());
            }
            served.get(attention).put(shape, both);
        }
    }

    /** Runs all calls in order; what is timed is the calls alone. */
    StepTime run(AttentionVariant attention) {
        BoundKernel[] calls = kernels.get(attention);
        Arrays.fill(sums, 0);
        others.next();
        for (int i = 0; i < calls.length; i++) {
            long begun = System.nanoTime();
            calls[i].run();
            sums[classes[i]] += System.nanoTime() - begun;
            refresh.over(outputs[i]);
        }
        return StepTime.of(sums, present, others.next());
    }

    /**
     * Verifies every kernel at its shape once more.
     *
     * @throws StepRefused where one of them is wrong
     */
    void verify() {
        served.values().stream().flatMap(byShape -> byShape.values().stream()).distinct().forEach(each -> {
            each.verify("after timing");
            refresh.over(each.tensors().output());
        });
    }

    /** Number of calls of the step. */
    int calls() {
        return outputs.length;
    }

    /** The kernel that serves each distinct shape, by operator and shape. */
    Map<String, String> kernelIds(AttentionVariant attention) {
        Map<String, String> ids = new LinkedHashMap<>();
        served.get(attention).values().forEach(each -> ids.put(each.name(), each.kernel().id()));
        return ids;
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
        closing.clear();
    }
}
