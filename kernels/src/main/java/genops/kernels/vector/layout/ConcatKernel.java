package genops.kernels.vector.layout;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Partition;
import genops.kernels.parallel.PartitionedKernel;
import genops.kernels.vector.Rows;
import genops.shapes.operator.Concat;

/** Concatenation along the channels: the output is written once from front to back, the inputs are two streams. */
public final class ConcatKernel implements Kernel<Concat> {

    @Override
    public String id() {
        return "vector/copy";
    }

    @Override
    public Class<Concat> operator() {
        return Concat.class;
    }

    @Override
    public BoundKernel bind(Concat shape, Tensors tensors) {
        long left = tensors.get("left").address();
        long right = tensors.get("right").address();
        long output = tensors.output().address();
        int leftChannels = shape.leftChannels();
        int rightChannels = shape.rightChannels();
        long channels = (long) leftChannels + rightChannels;
        Partition partition = Partition.of(shape.rows(), 2 * Float.BYTES * channels, 1);
        return new PartitionedKernel(partition, (first, count) -> {
            for (long row = first; row < first + count; row++) {
                long to = output + 4 * row * channels;
                Rows.copy(left + 4 * row * leftChannels, to, leftChannels);
                Rows.copy(right + 4 * row * rightChannels, to + 4L * leftChannels, rightChannels);
            }
        });
    }
}
