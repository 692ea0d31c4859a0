package genops.kernels.vector.norm;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Partition;
import genops.kernels.parallel.PartitionedKernel;
import genops.shapes.operator.RmsNorm;

/**
 * {@code y = x / √(mean(x²) + ε) · w} by rows: one pass for the squares, one to scale, together with the first of the next
 * row; a row stays in the first-level cache, so memory is read once.
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
            float squares = RowNorm.squares(input + 4 * first * channels, 0, channels);
            for (int row = 0; row < count; row++) {
                long at = 4 * (first + row) * channels;
                // after the last row there is none to read ahead
                long next = row + 1 < count ? at + 4L * channels : at;
                float scale = (float) (1 / Math.sqrt(squares / channels + RmsNorm.EPSILON));
                squares = RowNorm.scale(input + at, weight, output + at, scale, channels, input + next);
            }
        });
    }
}
