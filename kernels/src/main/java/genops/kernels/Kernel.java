package genops.kernels;

import genops.shapes.operator.Operator;
import java.util.Optional;

/**
 * One implementation of an operator on one backend by one algorithm. Found through {@link java.util.ServiceLoader}, so a jar on the
 * class path adds kernels that are verified, timed and plotted beside the others.
 *
 * @param <O> the operator's record
 */
public interface Kernel<O extends Operator> {

    /** {@code backend/algorithm}, e.g. {@code vector/flash}; unique for an operator. */
    String id();

    /** The operator it implements. */
    Class<O> operator();

    /** How it stores its operands; decides the inputs it is given and the tolerance it is held to. */
    default Precision precision() {
        return Precision.FP32;
    }

    /**
     * Factor on the verification tolerance for an algorithm that is by its nature less accurate than direct summation, such as
     * Winograd convolution; 1 for all others. The tolerance is the suite's: a kernel that names more than
     * {@link genops.kernels.verify.Tolerance#LARGEST_FACTOR}, less than 1, or another than 1 without {@link #errorReason}, is refused.
     */
    default double errorFactor() {
        return 1;
    }

    /** Why {@link #errorFactor} is not 1, in one line with its source; shown wherever the error is. */
    default Optional<String> errorReason() {
        return Optional.empty();
    }

    /** Empty where the shape is supported; otherwise the reason, in one line. */
    default Optional<String> unsupported(O shape) {
        return Optional.empty();
    }

    /**
     * Bytes of host memory that {@link #bind} takes beside the operator's tensors and keeps: packed weights, scratch, a score matrix.
     * Exact, but for a library that decides by itself: where it chooses the layouts it is the most that they can take, and scratch memory
     * that only the library knows of is left out.
     */
    default long workspaceBytes(O shape) {
        return 0;
    }

    /** Least bytes one call moves; other than the operator's where operands are stored in another precision. */
    default long bytes(O shape) {
        return shape.bytes(precision().bytes());
    }

    /**
     * Binds the kernel to tensors. What a model does once is done here and not timed: packing of weights, scratch, compilation.
     *
     * @throws UnsupportedOperationException with {@link #unsupported}'s reason
     */
    BoundKernel bind(O shape, Tensors tensors);

    /** The first part of {@link #id()}. */
    default String backend() {
        return id().substring(0, id().indexOf('/'));
    }
}
