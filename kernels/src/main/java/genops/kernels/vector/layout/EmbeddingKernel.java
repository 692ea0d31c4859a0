package genops.kernels.vector.layout;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Partition;
import genops.kernels.parallel.PartitionedKernel;
import genops.kernels.vector.Rows;
import genops.shapes.operator.Embedding;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** Gathers rows of the table, one copy for each id. */
public final class EmbeddingKernel implements Kernel<Embedding> {

    @Override
    public String id() {
        return "vector/gather";
    }

    @Override
    public Class<Embedding> operator() {
        return Embedding.class;
    }

    @Override
    public BoundKernel bind(Embedding shape, Tensors tensors) {
        MemorySegment ids = tensors.get("ids");
        long table = tensors.get("table").address();
        long output = tensors.output().address();
        int channels = shape.channels();
        int vocabulary = shape.vocabulary();
        Partition partition = Partition.of(shape.rows(), 2L * Float.BYTES * channels, 1);
        return new PartitionedKernel(partition, (first, count) -> {
            for (long row = first; row < first + count; row++) {
                // the only address that comes from data: checked, since a wrong one would end the process
                long id = Objects.checkIndex(ids.getAtIndex(JAVA_INT, row), vocabulary);
                Rows.copy(table + 4 * id * channels, output + 4 * row * channels, channels);
            }
        });
    }
}
