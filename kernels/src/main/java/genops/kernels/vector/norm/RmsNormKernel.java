package genops.kernels.vector.norm;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Partition;
import genops.kernels.parallel.PartitionedKernel;
import genops.shapes.operator.RmsNorm;

/**
 * {@code y = x / √(mean(x²) + ε) · w} by rows: one pass for the squares, one to scale; a row stays in the first-level cache, so memory is
 * read once.
 */
public final class RmsNormKernel implements Kernel<RmsNorm> {

    @Override
    public String id() {
        return "vector/two-pass";
    }

    @Override
    public Class<RmsNorm> operator() {
        return RmsNorm.class;
    }

    @Override
    public BoundKernel bind(RmsNorm shape, Tensors tensors) {
        long input = tensors.get("input").address();
        long weight = tensors.get("weight").address();
        long output = tensors.output().address();
        int channels = shape.channels();
        Partition partition = Partition.of(shape.rows(), 2L * Float.BYTES * channels, 1);
        return new PartitionedKernel(partition, (first, count) -> {
            for (long row = first; row < first + count; row++) {
                long at = 4 * row * channels;
                float squares = RowNorm.squares(input + at, 0, channels);
                float scale = (float) (1 / Math.sqrt(squares / channels + RmsNorm.EPSILON));
                RowNorm.scale(input + at, weight, output + at, scale, channels);
            }
        });
    }
}
