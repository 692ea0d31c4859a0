package genops.kernels.vector.elementwise;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Partition;
import genops.kernels.parallel.PartitionedKernel;
import genops.kernels.vector.Simd;
import genops.shapes.operator.Scale;

/** {@code y = x / √2}: a vector at a time, bound by memory. */
public final class ScaleKernel implements Kernel<Scale> {
    private static final float FACTOR = (float) Scale.FACTOR;

    @Override
    public String id() {
        return "vector/elementwise";
    }

    @Override
    public Class<Scale> operator() {
        return Scale.class;
    }

    @Override
    public BoundKernel bind(Scale shape, Tensors tensors) {
        long input = tensors.get("input").address();
        long output = tensors.output().address();
        Partition partition = Partition.of(shape.elements(), 2 * Float.BYTES, 64);
        return new PartitionedKernel(partition, (first, count) -> scale(input + 4 * first, output + 4 * first, count));
    }

    private static void scale(long input, long output, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            Simd.store(Simd.load(input + 4L * i).mul(FACTOR), output + 4L * i);
        }
        for (; i < count; i++) {
            MEMORY.set(FLOAT, output + 4L * i, MEMORY.get(FLOAT, input + 4L * i) * FACTOR);
        }
    }
}
