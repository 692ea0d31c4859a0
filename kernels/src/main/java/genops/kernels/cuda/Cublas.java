package genops.kernels.cuda;

import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.Optional;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;

/** The cuBLAS library of this machine, on the device's stream. */
final class Cublas {
    private static final class Holder {
        static final Cublas INSTANCE = new Cublas();
    }

    private static final class Probe {
        static final Optional<String> REASON = probe();
    }

    private final cublasHandle handle = new cublasHandle();

    private Cublas() {
        JCublas2.setExceptionsEnabled(false);
        CudaDevice.get().makeCurrent();
        check(JCublas2.cublasCreate(handle), "cublasCreate");
        check(JCublas2.cublasSetStream(handle, new cudaStream_t(CudaDevice.get().stream())), "cublasSetStream");
    }

    /** The library, initialised at the first call; ask {@link #unavailable()} first. */
    static Cublas get() {
        return Holder.INSTANCE;
    }

    /** Empty where cuBLAS can be used; otherwise one line: why not and what would make it so. */
    static Optional<String> unavailable() {
        return Probe.REASON;
    }

    private static Optional<String> probe() {
        Optional<String> noDevice = CudaProbe.unavailable();
        if (noDevice.isPresent()) {
            return noDevice;
        }
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup("libcublas.so.12", arena);
        } catch (IllegalArgumentException e) {
            return Optional.of("libcublas.so.12 not found; install cuBLAS of CUDA 12 (a newer one does not serve) and name its"
                    + " folder in LD_LIBRARY_PATH");
        }
        try {
            JCudaNatives.load("JCublas2");
            get();
            return Optional.empty();
        } catch (CudaException | LinkageError | IllegalStateException | UncheckedIOException e) {
            return Optional.of(CudaProbe.reason(e));
        }
    }

    cublasHandle handle() {
        return handle;
    }

    static void check(int status, String what) {
        if (status != cublasStatus.CUBLAS_STATUS_SUCCESS) {
            throw new CudaException(status, "cuBLAS: " + what + ": " + cublasStatus.stringFor(status));
        }
    }
}
