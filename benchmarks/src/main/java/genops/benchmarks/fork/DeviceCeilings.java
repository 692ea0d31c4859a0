package genops.benchmarks.fork;

import genops.kernels.BoundKernel;
import genops.kernels.DeviceTimed;
import genops.kernels.Kernel;
import genops.kernels.Kernels;
import genops.kernels.Tensors;
import genops.kernels.cuda.CudaBackend;
import genops.kernels.cuda.DeviceCopy;
import genops.shapes.operator.Linear;
import java.util.List;
import java.util.OptionalDouble;

/** The loads by which the limits of a GPU are measured, by the device's own clock. */
public final class DeviceCeilings {
    /** {@code device-gemm}: matrix products on tensor cores; {@code device-copy}: memory. */
    public static final List<String> NAMES = List.of("device-gemm", "device-copy");

    /** Large enough that neither filling the device nor its last wave of blocks counts. */
    private static final Linear GEMM = new Linear(8192, 8192, 8192, false);
    /** Far above the last-level cache of a GPU. */
    private static final long COPIED_BYTES = 1L << 30;

    private DeviceCeilings() {}

    /**
     * Prepares a load.
     *
     * @throws IllegalStateException where there is no device whose time counts
     */
    static Ceilings.Load open(String name) {
        CudaBackend backend = new CudaBackend();
        backend.unavailable().or(backend::untimed).ifPresent(reason -> {
            throw new IllegalStateException("no ceiling of a device: " + reason);
        });
        if (name.equals("device-copy")) {
            return new DeviceLoad(DeviceCopy.of(COPIED_BYTES), 2.0 * COPIED_BYTES, () -> {});
        }
        Kernel<Linear> gemm = Kernels.find(Linear.class, "cuda/gemm");
        Tensors tensors = Tensors.random(GEMM, gemm.precision(), 1);
        return new DeviceLoad(gemm.bind(GEMM, tensors), GEMM.flops(), tensors::close);
    }

    private record DeviceLoad(BoundKernel bound, double unitsPerOperation, Runnable release) implements Ceilings.Load {

        @Override
        public double run() {
            bound.run();
            return 0;
        }

        @Override
        public OptionalDouble deviceNanoseconds() {
            return OptionalDouble.of(DeviceTime.nanoseconds((DeviceTimed) bound, DeviceTimed.Cache.WARM));
        }

        @Override
        public void close() {
            bound.close();
            release.run();
        }
    }
}
