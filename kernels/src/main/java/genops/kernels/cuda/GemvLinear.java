package genops.kernels.cuda;

import genops.shapes.operator.Linear;
import java.util.Optional;

/**
 * Linear layer of one to eight rows, {@code linear.cu}: bound by reading the weight, which it does once, 128 bits a lane. A warp
 * computes four out features (two with eight rows) of all rows; no shared memory. Ideal time: weight bytes over the device's read
 * bandwidth.
 */
public final class GemvLinear extends CudaKernel<Linear> {
    private static final int MAX_ROWS = 8;
    private static final int THREADS = 128;

    public GemvLinear() {
        super("cuda/gemv", Linear.class);
    }

    @Override
    public Optional<String> unsupported(Linear shape) {
        if (shape.rows() > MAX_ROWS) {
            return Optional.of("more than " + MAX_ROWS + " rows: cuda/gemm reads the weight as often and computes faster");
        }
        return GemmLinear.refuse(shape);
    }

    @Override
    void plan(Linear shape, CudaBinding binding) {
        int rows = Integer.highestOneBit(2 * shape.rows() - 1);
        int features = rows == 8 ? 2 : 4;
        int featuresOfBlock = THREADS / 32 * features;
        Launch.Builder launch = Launch.of("linear", "linear_gemv_r" + rows, THREADS, 0);
        binding.launch(GemmLinear.operands(launch, shape, binding).grid(ceilDivide(shape.outFeatures(), featuresOfBlock), 1, 1));
    }
}
