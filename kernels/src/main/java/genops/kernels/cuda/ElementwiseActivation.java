package genops.kernels.cuda;

import genops.shapes.operator.Activation;

/** Pointwise activation, {@code activation.cu}: 8 values or 128 bits a thread, bound by memory. */
public final class ElementwiseActivation extends CudaKernel<Activation> {

    public ElementwiseActivation() {
        super("cuda/elementwise", Activation.class);
    }

    @Override
    void plan(Activation shape, CudaBinding binding) {
        long chunks = Chunks.of(shape.elements());
        binding.launch(Launch.of("activation", "activation_" + shape.function().label(), Chunks.THREADS, 0)
                .buffer(binding.tensor("input", DeviceBuffer.chunks(shape.elements())))
                .buffer(binding.output(DeviceBuffer.chunks(shape.elements())))
                .integer64(chunks)
                .grid(Chunks.blocks(chunks), 1, 1));
    }
}
