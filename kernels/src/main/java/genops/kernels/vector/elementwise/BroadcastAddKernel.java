package genops.kernels.vector.elementwise;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Partition;
import genops.kernels.parallel.PartitionedKernel;
import genops.shapes.operator.BroadcastAdd;

/** {@code y[n,x,c] = a[n,x,c] + b[n,c]}: a position at a time, its sample's vector staying in the first-level cache. */
public final class BroadcastAddKernel implements Kernel<BroadcastAdd> {

    @Override
    public String id() {
        return "vector/elementwise";
    }

    @Override
    public Class<BroadcastAdd> operator() {
        return BroadcastAdd.class;
    }

    @Override
    public BoundKernel bind(BroadcastAdd shape, Tensors tensors) {
        long left = tensors.get("left").address();
        long right = tensors.get("right").address();
        long output = tensors.output().address();
        int channels = shape.channels();
        int positions = shape.positions();
        Partition partition = Partition.of((long) shape.batch() * positions, 2L * Float.BYTES * channels, 1);
        return new PartitionedKernel(partition, (first, count) -> {
            for (long row = first; row < first + count; row++) {
                long offset = 4 * row * channels;
                AddKernel.add(left + offset, right + 4 * (row / positions) * channels, output + offset, channels);
            }
        });
    }
}
