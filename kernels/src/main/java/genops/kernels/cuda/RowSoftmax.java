package genops.kernels.cuda;

import genops.shapes.operator.Softmax;
import java.util.Optional;

/** Softmax, {@code normalisation.cu}: a block reads its row once into shared memory; maximum, sum and result are taken from there. */
public final class RowSoftmax extends CudaKernel<Softmax> {

    public RowSoftmax() {
        super("cuda/rows", Softmax.class);
    }

    @Override
    public Optional<String> unsupported(Softmax shape) {
        return Rows.refuse(shape.channels());
    }

    @Override
    void plan(Softmax shape, CudaBinding binding) {
        long elements = (long) shape.rows() * shape.channels();
        Launch.Builder launch = Rows.launch("softmax_rows", shape.channels())
                .buffer(binding.tensor("input", DeviceBuffer.half(elements)))
                .buffer(binding.output(DeviceBuffer.half(elements)))
                .integer(shape.channels());
        binding.launch(launch.grid(shape.rows(), 1, 1));
    }
}
