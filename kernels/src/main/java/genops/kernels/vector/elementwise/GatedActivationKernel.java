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
import genops.shapes.operator.ActivationFunction;
import genops.shapes.operator.GatedActivation;

/**
 * {@code y[m,c] = x[m,c] · f(x[m,channels+c])}: a tile of the output receives f of the gates and, while it is in the first-level
 * cache, is multiplied by the values.
 */
public final class GatedActivationKernel implements Kernel<GatedActivation> {
    /** Floats of a tile: values, gates and outputs share the first-level cache. */
    private static final int TILE = 1024;

    @Override
    public String id() {
        return "vector/elementwise";
    }

    @Override
    public Class<GatedActivation> operator() {
        return GatedActivation.class;
    }

    @Override
    public BoundKernel bind(GatedActivation shape, Tensors tensors) {
        long input = tensors.get("input").address();
        long output = tensors.output().address();
        ActivationFunction function = shape.function();
        int channels = shape.channels();
        Partition partition = Partition.of(shape.rows(), 3L * Float.BYTES * channels, 1);
        return new PartitionedKernel(partition, (first, count) -> {
            for (long row = first; row < first + count; row++) {
                row(function, input + 8 * row * channels, output + 4 * row * channels, channels);
            }
        });
    }

    private static void row(ActivationFunction function, long input, long output, int channels) {
        for (int from = 0; from < channels; from += TILE) {
            int count = Math.min(TILE, channels - from);
            long values = input + 4L * from;
            long tile = output + 4L * from;
            PointwiseFunction.apply(function, values + 4L * channels, tile, count);
            multiply(values, tile, count);
        }
    }

    private static void multiply(long values, long output, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            Simd.store(Simd.load(output + 4L * i).mul(Simd.load(values + 4L * i)), output + 4L * i);
        }
        for (; i < count; i++) {
            MEMORY.set(FLOAT, output + 4L * i, MEMORY.get(FLOAT, output + 4L * i) * MEMORY.get(FLOAT, values + 4L * i));
        }
    }
}
