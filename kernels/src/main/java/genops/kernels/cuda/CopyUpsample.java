package genops.kernels.cuda;

import genops.shapes.operator.Upsample;

/** Nearest-neighbour up-sampling, {@code layout.cu}: 128 bits a thread where the channels allow, bound by memory. */
public final class CopyUpsample extends CudaKernel<Upsample> {

    public CopyUpsample() {
        super("cuda/copy", Upsample.class);
    }

    @Override
    void plan(Upsample shape, CudaBinding binding) {
        int values = Chunks.values(shape.channels());
        long input = (long) shape.batch() * shape.height() * shape.width() * shape.channels();
        long elements = input * shape.factor() * shape.factor();
        binding.launch(Launch.of("layout", Chunks.kernel("upsample", values), Chunks.THREADS, 0)
                .buffer(binding.tensor("input", DeviceBuffer.half(input)))
                .buffer(binding.output(DeviceBuffer.half(elements)))
                .integer64(elements / values).integer(shape.channels()).integer(shape.width()).integer(shape.factor())
                .grid(Chunks.blocks(elements / values), 1, 1));
    }
}
