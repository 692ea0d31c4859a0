package genops.kernels.vector.norm;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Partition;
import genops.kernels.parallel.PartitionedKernel;
import genops.kernels.vector.Caches;
import genops.shapes.operator.LayerNorm;

/**
 * {@code y = (x − mean) / √(variance + ε) · w + b} by rows. Mean and variance are two passes (Chan, Golub and LeVeque, The American
 * Statistician 37, 1983), the third normalises; a row stays in the first-level cache, so memory is read once.
 *
 * <p>Where all lies in caches, rows are taken by two, and summed while those before them are normalised ({@link RowPairs}); from memory
 * one pass after the other is faster, a single stream that prefetchers follow.
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
        return new PartitionedKernel(partition, inCaches(shape)
                ? (first, count) -> byTwo(input + 4 * first * channels, count, channels, weight, bias, output - input)
                : (first, count) -> byOne(input + 4 * first * channels, count, channels, weight, bias, output - input));
    }

    /** Whether all of it fits in the last cache, and two rows, the two after them, their output, weight and bias in the first. */
    private static boolean inCaches(LayerNorm shape) {
        long row = (long) Float.BYTES * shape.channels();
        return 2 * shape.rows() * row <= Caches.LEVEL3 && 8 * row < Caches.LEVEL1;
    }

    private static void byOne(long input, int rows, int channels, long weight, long bias, long offset) {
        for (int row = 0; row < rows; row++) {
            long at = at(input, row, rows, channels);
            float mean = RowNorm.sum(at, channels) / channels;
            float variance = RowNorm.squares(at, mean, channels) / channels;
            float scale = (float) (1 / Math.sqrt(variance + LayerNorm.EPSILON));
            RowNorm.normalise(at, weight, bias, at + offset, mean, scale, channels);
        }
    }

    private static void byTwo(long input, int rows, int channels, long weight, long bias, long offset) {
        long sums = RowPairs.pack(RowNorm.sum(input, channels), RowNorm.sum(at(input, 1, rows, channels), channels));
        for (int row = 0; row < rows; row += 2) {
            sums = RowPairs.normalise(at(input, row, rows, channels), at(input, row + 1, rows, channels), weight, bias, offset, channels,
                    sums, at(input, row + 2, rows, channels), at(input, row + 3, rows, channels));
        }
    }

    /** Address of a row; of the last where there are fewer, which is then read, or normalised, once more. */
    private static long at(long input, int row, int rows, int channels) {
        return input + 4L * Math.min(row, rows - 1) * channels;
    }
}
