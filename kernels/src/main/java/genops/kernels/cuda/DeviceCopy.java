package genops.kernels.cuda;

import genops.kernels.BoundKernel;
import jcuda.driver.JCudaDriver;

/** A copy from device memory to device memory by the driver: what the device's memory can do. */
public final class DeviceCopy {

    private DeviceCopy() {}

    /**
     * A copy of so many bytes; one call reads and writes each of them once.
     *
     * @throws CudaException where the device lacks twice the memory
     */
    public static BoundKernel of(long bytes) {
        return CudaBinding.withoutTensors(binding -> {
            DeviceBuffer from = binding.scratch(bytes);
            DeviceBuffer to = binding.scratch(bytes);
            binding.launch(() -> CudaDevice.check(
                    JCudaDriver.cuMemcpyDtoDAsync(to.address(), from.address(), bytes, CudaDevice.get().stream()), "copy on the device"));
        });
    }
}
