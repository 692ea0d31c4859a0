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
}
