package genops.kernels.vector.layout;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Partition;
import genops.kernels.parallel.PartitionedKernel;
import genops.kernels.vector.Rows;
import genops.shapes.operator.Rearrange;

/**
 * Exchange of two axes by whole rows of channels: the output is written from front to back while the input is {@code first} streams,
 * each read from front to back.
 */
public final class RearrangeKernel implements Kernel<Rearrange> {

    @Override
    public String id() {
        return "vector/copy";
    }

    @Override
    public Class<Rearrange> operator() {
        return Rearrange.class;
    }

    @Override
    public BoundKernel bind(Rearrange shape, Tensors tensors) {
        long input = tensors.get("input").address();
        long output = tensors.output().address();
        int first = shape.first();
        int second = shape.second();
        int channels = shape.channels();
        Partition partition = Partition.of((long) shape.batch() * second, 2L * Float.BYTES * first * channels, 1);
        return new PartitionedKernel(partition, (start, count) -> {
            for (long place = start; place < start + count; place++) {
                long from = input + 4 * (place / second * first * second + place % second) * channels;
                long to = output + 4 * place * first * channels;
                for (int a = 0; a < first; a++) {
                    Rows.copy(from + 4L * a * second * channels, to + 4L * a * channels, channels);
                }
            }
        });
    }
}
