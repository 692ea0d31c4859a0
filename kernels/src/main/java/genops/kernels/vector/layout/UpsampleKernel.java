package genops.kernels.vector.layout;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Partition;
import genops.kernels.parallel.PartitionedKernel;
import genops.kernels.vector.Rows;
import genops.kernels.vector.Simd;
import genops.shapes.operator.Upsample;
import jdk.incubator.vector.FloatVector;

/**
 * Nearest-neighbour up-sampling by whole pixels: each output row is written from front to back, and the input row it comes from is
 * read once for two of them where the factor is 2, and otherwise from cache for all but the first.
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
                long to = output + row * factor * factor * rowBytes;
                if (factor == 2) {
                    quadruple(input + row * rowBytes, to, to + 2 * rowBytes, width, channels);
                    continue;
                }
                for (int copy = 0; copy < factor; copy++) {
                    widen(input + row * rowBytes, to + copy * factor * rowBytes, width, channels, factor);
                }
            }
        });
    }

    /** Up-sampling by 2: a vector of a pixel is read once and written to its four places in two output rows. */
    private static void quadruple(long from, long upper, long lower, int width, int channels) {
        long pixel = 4L * channels;
        for (int x = 0; x < width; x++) {
            int c = 0;
            for (; c <= channels - LANES; c += LANES) {
                FloatVector value = Simd.load(from + 4L * c);
                Simd.store(value, upper + 4L * c);
                Simd.store(value, upper + pixel + 4L * c);
                Simd.store(value, lower + 4L * c);
                Simd.store(value, lower + pixel + 4L * c);
            }
            for (; c < channels; c++) {
                float value = MEMORY.get(FLOAT, from + 4L * c);
                MEMORY.set(FLOAT, upper + 4L * c, value);
                MEMORY.set(FLOAT, upper + pixel + 4L * c, value);
                MEMORY.set(FLOAT, lower + 4L * c, value);
                MEMORY.set(FLOAT, lower + pixel + 4L * c, value);
            }
            from += pixel;
            upper += 2 * pixel;
            lower += 2 * pixel;
        }
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
