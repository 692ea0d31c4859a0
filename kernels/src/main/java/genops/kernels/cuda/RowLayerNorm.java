package genops.kernels.cuda;

import genops.shapes.operator.LayerNorm;
import java.util.Optional;

/** Layer norm, {@code normalisation.cu}: a block reads its row once into shared memory and reduces it there in two passes. */
public final class RowLayerNorm extends CudaKernel<LayerNorm> {

    public RowLayerNorm() {
        super("cuda/two-pass", LayerNorm.class);
    }

    @Override
    public Optional<String> unsupported(LayerNorm shape) {
        return Rows.refuse(shape.channels());
    }

    @Override
    void plan(LayerNorm shape, CudaBinding binding) {
        long elements = (long) shape.rows() * shape.channels();
        Launch.Builder launch = Rows.launch("layer_norm", shape.channels())
                .buffer(binding.tensor("input", DeviceBuffer.half(elements)))
                .buffer(binding.tensor("weight", DeviceBuffer.half(shape.channels())))
                .buffer(binding.tensor("bias", DeviceBuffer.half(shape.channels())))
                .buffer(binding.output(DeviceBuffer.half(elements)))
                .integer(shape.channels()).real((float) LayerNorm.EPSILON);
        binding.launch(launch.grid(shape.rows(), 1, 1));
    }
}
