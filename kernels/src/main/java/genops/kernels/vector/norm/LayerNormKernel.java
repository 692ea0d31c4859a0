package genops.kernels.vector.norm;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Partition;
import genops.kernels.parallel.PartitionedKernel;
import genops.shapes.operator.LayerNorm;

/**
 * {@code y = (x − mean) / √(variance + ε) · w + b} by rows. Mean and variance are two passes (Chan, Golub and LeVeque, The American
 * Statistician 37, 1983), the third normalises; a row stays in the first-level cache, so memory is read once.
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
            for (long row = first; row < first + count; row++) {
                long offset = 4 * row * channels;
                float mean = RowNorm.sum(input + offset, channels) / channels;
                float variance = RowNorm.squares(input + offset, mean, channels) / channels;
                float scale = (float) (1 / Math.sqrt(variance + LayerNorm.EPSILON));
                RowNorm.normalise(input + offset, weight, bias, output + offset, mean, scale, channels);
            }
        });
    }
}
