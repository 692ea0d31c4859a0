package genops.kernels.cuda;

import genops.shapes.operator.Scale;

/** Multiplication by a constant, {@code elementwise.cu}: 8 values or 128 bits a thread, bound by memory. */
public final class ElementwiseScale extends CudaKernel<Scale> {

    public ElementwiseScale() {
        super("cuda/elementwise", Scale.class);
    }

    @Override
    void plan(Scale shape, CudaBinding binding) {
        long chunks = Chunks.of(shape.elements());
        binding.launch(Launch.of("elementwise", "elementwise_scale", Chunks.THREADS, 0)
                .buffer(binding.tensor("input", DeviceBuffer.chunks(shape.elements())))
                .buffer(binding.output(DeviceBuffer.chunks(shape.elements())))
                .integer64(chunks).real((float) Scale.FACTOR)
                .grid(Chunks.blocks(chunks), 1, 1));
    }
}
