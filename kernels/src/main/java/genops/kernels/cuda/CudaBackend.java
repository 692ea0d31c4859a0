package genops.kernels.cuda;

import genops.kernels.Backend;
import java.util.Optional;

/** NVIDIA GPUs by JCuda's driver API. */
public final class CudaBackend implements Backend {

    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public Optional<String> unavailable() {
        return CudaProbe.unavailable();
    }

    @Override
    public String description() {
        return CudaDevice.get().description();
    }

    @Override
    public Optional<String> untimed() {
        return CudaDevice.get().emulated() ? Optional.of(CudaDevice.EMULATION + ": its time says nothing about a GPU") : Optional.empty();
    }

    @Override
    public boolean onDevice() {
        return true;
    }
}
