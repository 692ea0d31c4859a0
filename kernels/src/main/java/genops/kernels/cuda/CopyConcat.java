package genops.kernels.cuda;

import genops.shapes.operator.Concat;

/** Concatenation along the channels, {@code layout.cu}: 128 bits a thread where the channels allow, bound by memory. */
public final class CopyConcat extends CudaKernel<Concat> {

    public CopyConcat() {
        super("cuda/copy", Concat.class);
    }

    @Override
    void plan(Concat shape, CudaBinding binding) {
        int left = shape.leftChannels();
        int right = shape.rightChannels();
        int values = Chunks.values(left, right);
        long elements = (long) shape.rows() * (left + right);
        binding.launch(Launch.of("layout", Chunks.kernel("concat", values), Chunks.THREADS, 0)
                .buffer(binding.tensor("left", DeviceBuffer.half((long) shape.rows() * left)))
                .buffer(binding.tensor("right", DeviceBuffer.half((long) shape.rows() * right)))
                .buffer(binding.output(DeviceBuffer.half(elements)))
                .integer64(elements / values).integer(left).integer(right)
                .grid(Chunks.blocks(elements / values), 1, 1));
    }
}
