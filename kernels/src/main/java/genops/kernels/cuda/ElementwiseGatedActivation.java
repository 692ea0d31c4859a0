package genops.kernels.cuda;

import genops.shapes.operator.GatedActivation;
import java.util.Optional;

/** Gated activation, {@code activation.cu}: 8 values or 128 bits a thread, bound by memory. */
public final class ElementwiseGatedActivation extends CudaKernel<GatedActivation> {

    public ElementwiseGatedActivation() {
        super("cuda/elementwise", GatedActivation.class);
    }

    @Override
    public Optional<String> unsupported(GatedActivation shape) {
        return Chunks.refuse(shape.channels());
    }

    @Override
    void plan(GatedActivation shape, CudaBinding binding) {
        long elements = (long) shape.rows() * shape.channels();
        binding.launch(Launch.of("activation", "gated_" + shape.function().label(), Chunks.THREADS, 0)
                .buffer(binding.tensor("input", DeviceBuffer.half(2 * elements)))
                .buffer(binding.output(DeviceBuffer.half(elements)))
                .integer64(elements / Chunks.VALUES).integer(shape.channels())
                .grid(Chunks.blocks(elements / Chunks.VALUES), 1, 1));
    }
}
