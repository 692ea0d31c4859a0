package genops.kernels.cuda;

import genops.shapes.operator.Embedding;

/** Embedding lookup, {@code layout.cu}: 128 bits a thread where the channels allow, bound by memory. */
public final class CopyEmbedding extends CudaKernel<Embedding> {

    public CopyEmbedding() {
        super("cuda/copy", Embedding.class);
    }

    @Override
    void plan(Embedding shape, CudaBinding binding) {
        int values = Chunks.values(shape.channels());
        long elements = (long) shape.rows() * shape.channels();
        binding.launch(Launch.of("layout", Chunks.kernel("embedding", values), Chunks.THREADS, 0)
                .buffer(binding.tensor("ids", DeviceBuffer.integers(shape.rows())))
                .buffer(binding.tensor("table", DeviceBuffer.half((long) shape.vocabulary() * shape.channels())))
                .buffer(binding.output(DeviceBuffer.half(elements)))
                .integer64(elements / values).integer(shape.channels())
                .grid(Chunks.blocks(elements / values), 1, 1));
    }
}
