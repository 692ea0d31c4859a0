package genops.kernels.cuda;

import genops.shapes.operator.BroadcastAdd;
import java.util.Optional;

/** Sum with a vector per sample, {@code elementwise.cu}: 8 values or 128 bits a thread, bound by memory. */
public final class ElementwiseBroadcastAdd extends CudaKernel<BroadcastAdd> {

    public ElementwiseBroadcastAdd() {
        super("cuda/elementwise", BroadcastAdd.class);
    }

    @Override
    public Optional<String> unsupported(BroadcastAdd shape) {
        return Chunks.refuse(shape.channels());
    }

    @Override
    void plan(BroadcastAdd shape, CudaBinding binding) {
        long sample = (long) shape.positions() * shape.channels();
        long elements = shape.batch() * sample;
        binding.launch(Launch.of("elementwise", "elementwise_broadcast_add", Chunks.THREADS, 0)
                .buffer(binding.tensor("left", DeviceBuffer.half(elements)))
                .buffer(binding.tensor("right", DeviceBuffer.half((long) shape.batch() * shape.channels())))
                .buffer(binding.output(DeviceBuffer.half(elements)))
                .integer64(elements / Chunks.VALUES).integer(shape.channels()).integer64(sample)
                .grid(Chunks.blocks(elements / Chunks.VALUES), 1, 1));
    }
}
