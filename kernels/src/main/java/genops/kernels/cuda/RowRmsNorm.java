package genops.kernels.cuda;

import genops.shapes.operator.RmsNorm;
import java.util.Optional;

/** RMS norm, {@code normalisation.cu}: a block reads its row once into shared memory and reduces it there. */
public final class RowRmsNorm extends CudaKernel<RmsNorm> {

    public RowRmsNorm() {
        super("cuda/two-pass", RmsNorm.class);
    }

    @Override
    public Optional<String> unsupported(RmsNorm shape) {
        return Rows.refuse(shape.channels());
    }

    @Override
    void plan(RmsNorm shape, CudaBinding binding) {
        long elements = (long) shape.rows() * shape.channels();
        Launch.Builder launch = Rows.launch("rms_norm", shape.channels())
                .buffer(binding.tensor("input", DeviceBuffer.half(elements)))
                .buffer(binding.tensor("weight", DeviceBuffer.half(shape.channels())))
                .buffer(binding.output(DeviceBuffer.half(elements)))
                .integer(shape.channels()).real((float) RmsNorm.EPSILON);
        binding.launch(launch.grid(shape.rows(), 1, 1));
    }
}
