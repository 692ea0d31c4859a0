package genops.kernels.openblas;

import genops.kernels.natives.NativeLibrary;
import genops.kernels.parallel.Workers;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;

/**
 * The C interface of OpenBLAS (github.com/OpenMathLib/OpenBLAS, {@code cblas.h}) in the natives of {@code org.bytedeco:openblas},
 * called through the foreign function interface on addresses; a call allocates nothing. {@code genops.threads} threads of its own.
 */
final class OpenBlas {
    private static final int ROW_MAJOR = 101;
    private static final int NO_TRANSPOSE = 111;
    private static final int TRANSPOSE = 112;
    private static final String FILE = "libopenblas.so.0";
    private static final NativeLibrary LIBRARY = NativeLibrary.load("OpenBLAS", "org/bytedeco/openblas", files());

    /** What exists only where the library does; initialised at the first use. */
    private static final class Open {
        static final SymbolLookup SYMBOLS = LIBRARY.symbols(FILE);
        static final MethodHandle SGEMM = handle("cblas_sgemm", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
                ValueLayout.JAVA_FLOAT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT,
                ValueLayout.JAVA_FLOAT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
        static final MethodHandle SGEMV = handle("cblas_sgemv", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_FLOAT, ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_FLOAT, ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT));

        static {
            try {
                handle("openblas_set_num_threads", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT))
                        .invokeExact(Workers.shared().count());
            } catch (Throwable e) {
                throw new IllegalStateException("openblas_set_num_threads: " + e, e);
            }
        }

        static MethodHandle handle(String function, FunctionDescriptor descriptor) {
            return Linker.nativeLinker().downcallHandle(SYMBOLS.findOrThrow(function), descriptor);
        }
    }

    private OpenBlas() {}

    private static List<String> files() {
        return NativeLibrary.platform().equals("linux-x86_64")
                ? List.of("libquadmath.so.0", "libgfortran.so.5", FILE)
                : List.of("libgfortran.so.5", FILE);
    }

    /** Empty where OpenBLAS can be used here; otherwise why not, in one line. */
    static Optional<String> unavailable() {
        return LIBRARY.unavailable();
    }

    /** Its configuration, the core its kernels are for and its threads, e.g. {@code OpenBLAS 0.3.31 … Cooperlake, 2 threads}. */
    static String description() {
        String core = System.getenv("OPENBLAS_CORETYPE");
        int threads = threads();
        return text("openblas_get_config") + ", kernels for " + text("openblas_get_corename")
                + (core == null ? "" : ", as OPENBLAS_CORETYPE=" + core + " in the environment says") + ", " + threads
                + (threads == 1 ? " thread" : " threads");
    }

    /** Threads that a call uses: those that it was told to use, unless it has a limit. */
    static int threads() {
        MethodHandle handle = Open.handle("openblas_get_num_threads", FunctionDescriptor.of(ValueLayout.JAVA_INT));
        try {
            return (int) handle.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("openblas_get_num_threads: " + e, e);
        }
    }

    private static String text(String function) {
        MethodHandle handle = Open.handle(function, FunctionDescriptor.of(
                ValueLayout.ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(1024, ValueLayout.JAVA_BYTE))));
        try {
            return ((MemorySegment) handle.invokeExact()).getString(0).strip();
        } catch (Throwable e) {
            throw new IllegalStateException(function + ": " + e, e);
        }
    }

    /** {@code C = A Bᵀ + beta · C} with A {@code (m, k)}, B {@code (n, k)} and C {@code (m, n)}, row-major and dense. */
    static void multiply(int m, int n, int k, long a, long b, float beta, long c) {
        try {
            Open.SGEMM.invokeExact(ROW_MAJOR, NO_TRANSPOSE, TRANSPOSE, m, n, k, 1f, a, k, b, k, beta, c, n);
        } catch (Throwable e) {
            throw new IllegalStateException("cblas_sgemm: " + e, e);
        }
    }

    /** {@code y = B x + beta · y} with B {@code (n, k)}, row-major and dense. */
    static void multiplyVector(int n, int k, long b, long x, float beta, long y) {
        try {
            Open.SGEMV.invokeExact(ROW_MAJOR, NO_TRANSPOSE, n, k, 1f, b, k, x, 1, beta, y, 1);
        } catch (Throwable e) {
            throw new IllegalStateException("cblas_sgemv: " + e, e);
        }
    }
}
