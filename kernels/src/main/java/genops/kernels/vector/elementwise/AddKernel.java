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
import genops.shapes.operator.Add;
import jdk.incubator.vector.FloatVector;

/** {@code y = a + b}: a vector at a time, bound by memory. */
public final class AddKernel implements Kernel<Add> {

    @Override
    public String id() {
        return "vector/elementwise";
    }

    @Override
    public Class<Add> operator() {
        return Add.class;
    }

    @Override
    public BoundKernel bind(Add shape, Tensors tensors) {
        long left = tensors.get("left").address();
        long right = tensors.get("right").address();
        long output = tensors.output().address();
        Partition partition = Partition.of(shape.elements(), 3 * Float.BYTES, 64);
        return new PartitionedKernel(partition,
                (first, count) -> add(left + 4 * first, right + 4 * first, output + 4 * first, count));
    }

    /** {@code y = a + b} over {@code count} floats at these addresses; y may be a or b. */
    static void add(long left, long right, long output, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            FloatVector sum = Simd.load(left + 4L * i).add(Simd.load(right + 4L * i));
            Simd.store(sum, output + 4L * i);
        }
        for (; i < count; i++) {
            MEMORY.set(FLOAT, output + 4L * i, MEMORY.get(FLOAT, left + 4L * i) + MEMORY.get(FLOAT, right + 4L * i));
        }
    }
}
