package genops.benchmarks.step;

import genops.kernels.Backend;
import genops.kernels.Kernel;
import genops.kernels.Kernels;
import genops.results.composition.Stack;
import genops.results.document.Status;
import genops.results.roofline.AttentionVariant;
import genops.results.statistics.KernelId;
import genops.shapes.operator.Attention;
import genops.shapes.operator.Operator;
import java.util.List;
import java.util.Optional;

/** The kernels of a stack, as they may serve the shapes of a step. */
public final class StackKernels {
    private final Stack stack;
    private final List<Kernel<?>> kernels;

    /**
     * The stack's kernels among some.
     *
     * @param kernels all that there are
     */
    public StackKernels(Stack stack, List<Kernel<?>> kernels) {
        this.stack = stack;
        this.kernels = kernels.stream()
                .filter(k -> stack.kernels().test(k.id()) && k.precision().label().equals(stack.precision()))
                .toList();
    }

    /**
     * The stack's kernels on the class path.
     *
     * @throws StepRefused where the stack runs on a device, or its backend cannot be used here
     */
    static StackKernels of(Stack stack) {
        if (stack.onDevice()) {
            throw new StepRefused(Status.UNSUPPORTED, "whole steps run on the CPU, and " + stack.title() + " on a device");
        }
        Optional<String> unavailable = Kernels.backends().stream().filter(b -> b.name().equals(stack.backend())).findFirst()
                .flatMap(Backend::unavailable);
        if (unavailable.isPresent()) {
            throw new StepRefused(Status.NOT_AVAILABLE, unavailable.get());
        }
        return new StackKernels(stack, Kernels.all());
    }

    /**
     * Those that support a shape in the stack's precision. Of attention those of one way to compute it: the algorithm's name begins with
     * {@code unfused} or {@code flash}.
     *
     * @throws StepRefused where there is none
     */
    @SuppressWarnings("unchecked")
    <O extends Operator> List<Kernel<O>> candidates(O shape, AttentionVariant attention) {
        List<Kernel<O>> candidates = kernels.stream()
                .filter(k -> k.operator() == shape.getClass())
                .map(k -> (Kernel<O>) k)
                .filter(k -> !(shape instanceof Attention) || serves(KernelId.of(k.id()), attention))
                .filter(k -> k.unsupported(shape).isEmpty())
                .toList();
        if (candidates.isEmpty()) {
            throw new StepRefused(Status.UNSUPPORTED, "no " + (shape instanceof Attention ? attention.label() + " " : "") + "kernel of "
                    + stack.name() + " in " + stack.precision() + " for " + shape.type().label() + " " + shape.text());
        }
        return candidates;
    }

    private static boolean serves(KernelId id, AttentionVariant attention) {
        return switch (attention) {
            case UNFUSED -> id.unfused();
            case FLASH -> id.flash();
        };
    }
}
