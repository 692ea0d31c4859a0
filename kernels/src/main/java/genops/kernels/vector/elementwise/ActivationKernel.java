package genops.kernels.vector.elementwise;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Partition;
import genops.kernels.parallel.PartitionedKernel;
import genops.shapes.operator.Activation;
import genops.shapes.operator.ActivationFunction;

/** {@code y = f(x)}: a vector at a time; the functions are cheap enough to be bound by memory. */
public final class ActivationKernel implements Kernel<Activation> {

    @Override
    public String id() {
        return "vector/elementwise";
    }

    @Override
    public Class<Activation> operator() {
        return Activation.class;
    }

    @Override
    public BoundKernel bind(Activation shape, Tensors tensors) {
        long input = tensors.get("input").address();
        long output = tensors.output().address();
        ActivationFunction function = shape.function();
        Partition partition = Partition.of(shape.elements(), 2 * Float.BYTES, 64);
        return new PartitionedKernel(partition,
                (first, count) -> PointwiseFunction.apply(function, input + 4 * first, output + 4 * first, count));
    }
}
