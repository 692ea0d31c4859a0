package genops.kernels.vector.norm;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.SPECIES;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Partition;
import genops.kernels.parallel.PartitionedKernel;
import genops.kernels.vector.Simd;
import genops.kernels.vector.VectorExp;
import genops.shapes.operator.Softmax;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@code y = e^(x − max) / Σ e^(x − max)} by rows in three passes: maximum, exponentials with their sum, division. A row of a
 * vocabulary stays in the second-level cache, so memory is read and written once.
 */
public final class SoftmaxKernel implements Kernel<Softmax> {

    @Override
    public String id() {
        return "vector/three-pass";
    }

    @Override
    public Class<Softmax> operator() {
        return Softmax.class;
    }

    @Override
    public BoundKernel bind(Softmax shape, Tensors tensors) {
        long input = tensors.get("input").address();
        long output = tensors.output().address();
        int channels = shape.channels();
        Partition partition = Partition.of(shape.rows(), 2L * Float.BYTES * channels, 1);
        return new PartitionedKernel(partition, (first, count) -> {
            for (long row = first; row < first + count; row++) {
                long offset = 4 * row * channels;
                float sum = exponentials(input + offset, output + offset, max(input + offset, channels), channels);
                scale(output + offset, 1 / sum, channels);
            }
        });
    }

    private static float max(long input, int count) {
        FloatVector even = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        FloatVector odd = even;
        int i = 0;
        for (; i <= count - 2 * LANES; i += 2 * LANES) {
            even = even.max(Simd.load(input + 4L * i));
            odd = odd.max(Simd.load(input + 4L * i + Simd.VECTOR_BYTES));
        }
        for (; i <= count - LANES; i += LANES) {
            even = even.max(Simd.load(input + 4L * i));
        }
        float max = even.max(odd).reduceLanes(VectorOperators.MAX);
        for (; i < count; i++) {
            max = Math.max(max, MEMORY.get(FLOAT, input + 4L * i));
        }
        return max;
    }

    /** {@code y = e^(x − max)}; returns {@code Σ y}. */
    private static float exponentials(long input, long output, float max, int count) {
        FloatVector sums = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            FloatVector y = VectorExp.exp(Simd.load(input + 4L * i).sub(max));
            Simd.store(y, output + 4L * i);
            sums = sums.add(y);
        }
        float sum = sums.reduceLanes(VectorOperators.ADD);
        for (; i < count; i++) {
            float y = (float) Math.exp(MEMORY.get(FLOAT, input + 4L * i) - max);
            MEMORY.set(FLOAT, output + 4L * i, y);
            sum += y;
        }
        return sum;
    }

    private static void scale(long output, float factor, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            Simd.store(Simd.load(output + 4L * i).mul(factor), output + 4L * i);
        }
        for (; i < count; i++) {
            MEMORY.set(FLOAT, output + 4L * i, MEMORY.get(FLOAT, output + 4L * i) * factor);
        }
    }
}
