package genops.kernels.cuda;

import genops.shapes.operator.Rearrange;

/** Exchange of two axes, {@code layout.cu}: 128 bits a thread where the channels allow, bound by memory. */
public final class CopyRearrange extends CudaKernel<Rearrange> {

    public CopyRearrange() {
        super("cuda/copy", Rearrange.class);
    }

    @Override
    void plan(Rearrange shape, CudaBinding binding) {
        int values = Chunks.values(shape.channels());
        long elements = (long) shape.batch() * shape.first() * shape.second() * shape.channels();
        binding.launch(Launch.of("layout", Chunks.kernel("rearrange", values), Chunks.THREADS, 0)
                .buffer(binding.tensor("input", DeviceBuffer.half(elements)))
                .buffer(binding.output(DeviceBuffer.half(elements)))
                .integer64(elements / values).integer(shape.first()).integer(shape.second()).integer(shape.channels())
                .grid(Chunks.blocks(elements / values), 1, 1));
    }
}
