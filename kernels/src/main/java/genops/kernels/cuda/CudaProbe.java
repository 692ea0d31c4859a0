package genops.kernels.cuda;

import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.Optional;

/**
 * Whether a GPU can be used here. Looks for the driver's library before any class of JCuda is touched: without it, JCuda's first call
 * throws errors that cannot be recovered from.
 */
final class CudaProbe {
    /** The oldest driver that loads what is shipped: PTX ISA 8.0 came with CUDA 12.0. */
    static final int MINIMUM_DRIVER = 12_000;

    private static final class Result {
        static final Optional<String> REASON = probe();
    }

    private CudaProbe() {}

    /** Empty where kernels can run; otherwise one line: why not and what would make it so. */
    static Optional<String> unavailable() {
        return Result.REASON;
    }

    private static Optional<String> probe() {
        String os = System.getProperty("os.name", "").toLowerCase(java.util.Locale.ROOT);
        String architecture = System.getProperty("os.arch", "");
        if (!os.contains("linux") || !architecture.equals("amd64")) {
            return Optional.of("JCuda's native library is shipped for Linux on x86-64 only, this is " + os + " on "
                    + architecture);
        }
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup("libcuda.so.1", arena);
        } catch (IllegalArgumentException e) {
            return Optional.of("no NVIDIA driver (libcuda.so.1 not found); install a driver for CUDA 12 or newer on a"
                    + " machine with an NVIDIA GPU");
        }
        try {
            JCudaNatives.load("JCudaDriver");
            CudaDevice.get();
            return Optional.empty();
        } catch (CudaException | LinkageError | IllegalStateException | UncheckedIOException e) {
            return Optional.of(reason(e));
        }
    }

    /** The first line of what went wrong, within what the initialiser of a class wraps around it. */
    static String reason(Throwable e) {
        Throwable cause = e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e;
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.getClass().getSimpleName());
    }
}
