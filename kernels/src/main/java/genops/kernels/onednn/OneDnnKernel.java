package genops.kernels.onednn;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.shapes.operator.Operator;
import java.util.Optional;

/**
 * What the kernels on oneDNN have in common. Tensors are used where they lie, in the operator's layout; where the library prefers
 * another one the kernel's own page says so, and reordering is not timed. {@code genops.threads} OpenMP threads.
 *
 * @param <O> the operator's record
 */
abstract class OneDnnKernel<O extends Operator> implements Kernel<O> {
    private final String algorithm;
    private final Class<O> operator;

    OneDnnKernel(String algorithm, Class<O> operator) {
        this.algorithm = algorithm;
        this.operator = operator;
    }

    @Override
    public final String id() {
        return "onednn/" + algorithm;
    }

    @Override
    public final Class<O> operator() {
        return operator;
    }

    @Override
    public Optional<String> unsupported(O shape) {
        return OneDnn.unavailable();
    }

    @Override
    public final BoundKernel bind(O shape, Tensors tensors) {
        return primitives(shape, tensors);
    }

    /** As {@link #bind}, with what oneDNN chose. */
    final Primitives primitives(O shape, Tensors tensors) {
        unsupported(shape).ifPresent(reason -> {
            throw new UnsupportedOperationException(reason);
        });
        return choose(shape, tensors);
    }

    /** Selects implementations: those that oneDNN prefers. */
    Primitives choose(O shape, Tensors tensors) {
        return build(shape, tensors, 0);
    }

    /**
     * Builds the primitives.
     *
     * @param choice see {@link Primitives#Primitives}
     */
    final Primitives build(O shape, Tensors tensors, int choice) {
        Primitives primitives = new Primitives(choice);
        try {
            build(primitives, shape, tensors);
            return primitives;
        } catch (RuntimeException | Error e) {
            primitives.close();
            throw e;
        }
    }

    /** Adds the primitives that compute the operator. */
    abstract void build(Primitives primitives, O shape, Tensors tensors);
}
