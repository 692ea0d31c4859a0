package genops.kernels.cuda;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Precision;
import genops.kernels.TensorSpec;
import genops.kernels.Tensors;
import genops.shapes.operator.Linear;
import java.util.Optional;

/**
 * Linear layer on tensor cores, {@code linear.cu}: fp16 operands, fp32 sums.
 *
 * <p>Tiles of 128×128 by 256 threads (64 KiB of shared memory, a ring of four 32-deep tiles; two blocks fit a multiprocessor of
 * compute capability 8.0) where they make enough blocks to fill the device, else 64×64 by 128 threads (32 KiB, four blocks).
 */
public final class GemmLinear implements Kernel<Linear> {
    private static final int STAGES = 4;
    private static final int DEPTH = 32;

    @Override
    public String id() {
        return "cuda/gemm";
    }

    @Override
    public Class<Linear> operator() {
        return Linear.class;
    }

    @Override
    public Precision precision() {
        return Precision.FP16;
    }

    @Override
    public Optional<String> unsupported(Linear shape) {
        if (shape.inFeatures() % 8 != 0 || shape.outFeatures() % 8 != 0) {
            return Optional.of("in and out features must be multiples of 8 for 128-bit accesses");
        }
        return Optional.empty();
    }

    @Override
    public BoundKernel bind(Linear shape, Tensors tensors) {
        unsupported(shape).ifPresent(reason -> {
            throw new UnsupportedOperationException(reason);
        });
        return CudaBinding.of(tensors, binding -> {
            int m = shape.rows();
            int n = shape.outFeatures();
            int k = shape.inFeatures();
            long largeTiles = (long) ceilDivide(m, 128) * ceilDivide(n, 128);
            int tile = largeTiles >= CudaDevice.get().multiprocessors() ? 128 : 64;
            int sharedBytes = STAGES * 2 * tile * DEPTH * 2;
            Launch.Builder launch = Launch.of("linear", "linear_gemm_" + tile + "x" + tile, tile == 128 ? 256 : 128, sharedBytes)
                    .buffer(binding.tensor("input", DeviceBuffer.half((long) m * k)))
                    .buffer(binding.tensor("weight", DeviceBuffer.half((long) n * k)));
            if (shape.bias()) {
                launch.buffer(binding.tensor("bias", DeviceBuffer.half(n)));
            } else {
                launch.absent();
            }
            binding.launch(launch.buffer(binding.tensor(TensorSpec.OUTPUT, DeviceBuffer.half((long) m * n)))
                    .integer(m).integer(n).integer(k)
                    .grid(ceilDivide(n, tile), ceilDivide(m, tile), 1));
        });
    }

    private static int ceilDivide(int a, int b) {
        return (a + b - 1) / b;
    }
}
