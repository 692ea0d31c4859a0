package genops.kernels.cuda;

import genops.shapes.operator.Add;

/** Elementwise sum, {@code elementwise.cu}: 8 values or 128 bits a thread, bound by memory. */
public final class ElementwiseAdd extends CudaKernel<Add> {

    public ElementwiseAdd() {
        super("cuda/elementwise", Add.class);
    }

    @Override
    void plan(Add shape, CudaBinding binding) {
        long chunks = Chunks.of(shape.elements());
        binding.launch(Launch.of("elementwise", "elementwise_add", Chunks.THREADS, 0)
                .buffer(binding.tensor("left", DeviceBuffer.chunks(shape.elements())))
                .buffer(binding.tensor("right", DeviceBuffer.chunks(shape.elements())))
                .buffer(binding.output(DeviceBuffer.chunks(shape.elements())))
                .integer64(chunks)
                .grid(Chunks.blocks(chunks), 1, 1));
    }
}
