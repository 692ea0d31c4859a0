package genops.kernels.cuda;

import genops.kernels.Backend;
import java.util.Optional;

/** NVIDIA's linear algebra library, the neighbour of our kernels on a GPU. */
public final class CublasBackend implements Backend {

    @Override
    public String name() {
        return "cublas";
    }

    @Override
    public Optional<String> unavailable() {
        return Cublas.unavailable();
    }

    @Override
    public String description() {
        return "cuBLAS of CUDA 12 on " + CudaDevice.get().name();
    }

    @Override
    public Optional<String> untimed() {
        return new CudaBackend().untimed();
    }

    @Override
    public boolean onDevice() {
        return true;
    }
}
