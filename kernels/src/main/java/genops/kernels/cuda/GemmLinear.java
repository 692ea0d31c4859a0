package genops.kernels.cuda;

import genops.shapes.operator.Linear;
import java.util.Optional;

/**
 * Linear layer on tensor cores, {@code linear.cu}.
 *
 * <p>Tiles of 128×128 by 256 threads (64 KiB of shared memory, a ring of four 32-deep tiles; two blocks fit a multiprocessor of
 * compute capability 8.0) where they make enough blocks to fill the device, else 64×64 by 128 threads (32 KiB, four blocks).
 */
public final class GemmLinear extends CudaKernel<Linear> {
    private static final int STAGES = 4;
    private static final int DEPTH = 32;

    public GemmLinear() {
        super("cuda/gemm", Linear.class);
    }

    @Override
    public Optional<String> unsupported(Linear shape) {
        return refuse(shape);
    }

    /** Why the kernels of linear layers refuse a shape. */
    static Optional<String> refuse(Linear shape) {
        if (shape.inFeatures() % 8 != 0 || shape.outFeatures() % 8 != 0) {
            return Optional.of("in and out features must be multiples of 8 for 128-bit accesses");
        }
        return Optional.empty();
    }

    @Override
    void plan(Linear shape, CudaBinding binding) {
        int m = shape.rows();
        int n = shape.outFeatures();
        int tile = tile(m, n);
        Launch.Builder launch = Launch.of("linear", "linear_gemm_" + tile + "x" + tile, tile == 128 ? 256 : 128, sharedBytes(tile));
        binding.launch(operands(launch, shape, binding).grid(ceilDivide(n, tile), ceilDivide(m, tile), 1));
    }

    /** The larger tile where it makes a block for every multiprocessor, else the smaller. */
    static int tile(long rows, int columns) {
        long largeTiles = (rows + 127) / 128 * ceilDivide(columns, 128);
        return largeTiles >= CudaDevice.get().multiprocessors() ? 128 : 64;
    }

    /** Dynamic shared memory of a square tile: a ring of four stages of both operands. */
    static int sharedBytes(int tile) {
        return STAGES * 2 * tile * DEPTH * 2;
    }

    /** The tensors and sizes in the order of the kernels' parameters. */
    static Launch.Builder operands(Launch.Builder launch, Linear shape, CudaBinding binding) {
        long m = shape.rows();
        long n = shape.outFeatures();
        long k = shape.inFeatures();
        launch.buffer(binding.tensor("input", DeviceBuffer.half(m * k))).buffer(binding.tensor("weight", DeviceBuffer.half(n * k)));
        if (shape.bias()) {
            launch.buffer(binding.tensor("bias", DeviceBuffer.half(n)));
        } else {
            launch.absent();
        }
        return launch.buffer(binding.output(DeviceBuffer.half(m * n)))
                .integer(shape.rows()).integer(shape.outFeatures()).integer(shape.inFeatures());
    }
}
