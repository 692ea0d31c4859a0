package genops.kernels.cuda;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Precision;
import genops.kernels.Tensors;
import genops.shapes.operator.Operator;

/**
 * What the kernels on a GPU have in common: fp16 storage with fp32 sums, and a plan of buffers and launches for a shape.
 *
 * @param <O> the operator's record
 */
abstract class CudaKernel<O extends Operator> implements Kernel<O> {
    private final String id;
    private final Class<O> operator;

    /**
     * @param id backend and algorithm, e.g. {@code cuda/flash}
     */
    CudaKernel(String id, Class<O> operator) {
        this.id = id;
        this.operator = operator;
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final Class<O> operator() {
        return operator;
    }

    @Override
    public final Precision precision() {
        return Precision.FP16;
    }

    @Override
    public final BoundKernel bind(O shape, Tensors tensors) {
        unsupported(shape).ifPresent(reason -> {
            throw new UnsupportedOperationException(reason);
        });
        return CudaBinding.of(tensors, binding -> plan(shape, binding));
    }

    /** Takes the buffers of the shape's tensors and adds the launches that compute it. */
    abstract void plan(O shape, CudaBinding binding);

    static int ceilDivide(int a, int b) {
        return (a + b - 1) / b;
    }

    static int roundUp(int a, int multiple) {
        return ceilDivide(a, multiple) * multiple;
    }
}
