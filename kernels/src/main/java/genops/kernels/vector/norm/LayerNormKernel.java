package genops.kernels.vector.norm;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Partition;
import genops.kernels.parallel.PartitionedKernel;
import genops.shapes.operator.LayerNorm;

/**
 * {@code y = (x − mean) / √(variance + ε) · w + b} by rows. Mean and variance are two passes (Chan, Golub and LeVeque, The American
 * Statistician 37, 1983), the third normalises, together with the first of the next row; a row stays in the first-level cache, so memory is
 * read once.
 */
public final class LayerNormKernel implements Kernel<LayerNorm> {

    @Override
    public String id() {
        return "vector/two-pass";
    }

    @Override
    public Class<LayerNorm> operator() {
        return LayerNorm.class;
    }

    @Override
    public BoundKernel bind(LayerNorm shape, Tensors tensors) {
        long input = tensors.get("input").address();
        long weight = tensors.get("weight").address();
        long bias = tensors.get("bias").address();
        long output = tensors.output().address();
        int channels = shape.channels();
        Partition partition = Partition.of(shape.rows(), 2L * Float.BYTES * channels, 1);
        return new PartitionedKernel(partition, (first, count) -> {
            float sum = RowNorm.sum(input + 4 * first * channels, channels);
            for (int row = 0; row < count; row++) {
                long at = 4 * (first + row) * channels;
                // after the last row there is none to read ahead
                long next = row + 1 < count ? at + 4L * channels : at;
                float mean = sum / channels;
                float variance = RowNorm.squares(input + at, mean, channels) / channels;
                float scale = (float) (1 / Math.sqrt(variance + LayerNorm.EPSILON));
                sum = RowNorm.normalise(input + at, weight, bias, output + at, mean, scale, channels, input + next);
            }
        });
    }
}
