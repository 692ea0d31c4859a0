package genops.kernels.vector.layout;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Partition;
import genops.kernels.parallel.PartitionedKernel;
import genops.shapes.operator.Upsample;

/**
 * Nearest-neighbour up-sampling by whole pixels: each output row is written from front to back, and the input row it comes from is
 * read from cache for all but the first of its copies.
 */
public final class UpsampleKernel implements Kernel<Upsample> {

    @Override
    public String id() {
        return "vector/copy";
    }

    @Override
    public Class<Upsample> operator() {
        return Upsample.class;
    }

    @Override
    public BoundKernel bind(Upsample shape, Tensors tensors) {
        long input = tensors.get("input").address();
        long output = tensors.output().address();
        int factor = shape.factor();
        int width = shape.width();
        int channels = shape.channels();
        long rowBytes = 4L * width * channels;
        Partition partition = Partition.of((long) shape.batch() * shape.height(), rowBytes * (1 + (long) factor * factor), 1);
        return new PartitionedKernel(partition, (first, count) -> {
            for (long row = first; row < first + count; row++) {
                for (int copy = 0; copy < factor; copy++) {
                    widen(input + row * rowBytes, output + (row * factor + copy) * factor * rowBytes, width, channels, factor);
                }
            }
        });
    }

    private static void widen(long from, long to, int width, int channels, int factor) {
        long pixel = 4L * channels;
        for (int x = 0; x < width; x++) {
            for (int copy = 0; copy < factor; copy++) {
                Rows.copy(from + x * pixel, to + ((long) x * factor + copy) * pixel, channels);
            }
        }
    }
}
