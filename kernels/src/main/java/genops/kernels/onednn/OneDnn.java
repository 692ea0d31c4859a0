package genops.kernels.onednn;

import genops.kernels.natives.NativeLibrary;
import genops.kernels.parallel.Workers;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The C interface of oneDNN (github.com/uxlfoundation/oneDNN, {@code dnnl.h}) in the natives of {@code org.bytedeco:dnnl}, called
 * through the foreign function interface: its opaque handles are {@code long}s, and executing a primitive allocates nothing.
 *
 * <p>Functions that create something are called by name through {@link #create}; only {@link #execute} is on a timed path.
 */
final class OneDnn {
    // the constants of dnnl_types.h and dnnl_common_types.h that are used here
    static final int F32 = 3;
    static final int FORMAT_ANY = 1;
    static final int FORWARD_INFERENCE = 96;
    static final int QUERY_IMPLEMENTATION = 8;
    static final int QUERY_SOURCE = 129;
    static final int QUERY_WEIGHTS = 131;
    static final int QUERY_DESTINATION = 133;
    static final int QUERY_SCRATCHPAD = 136;
    static final int ARG_SOURCE = 1;
    static final int ARG_SOURCE_1 = 2;
    static final int ARG_DESTINATION = 17;
    static final int ARG_WEIGHTS = 33;
    static final int ARG_BIAS = 41;
    static final int ARG_SCALE = 51;
    static final int ARG_SHIFT = 52;
    static final int ARG_SCRATCHPAD = 80;
    static final int ARG_MULTIPLE_SOURCE = 1024;
    static final int ARG_POST_OP = 32768;

    private static final int CPU = 1;
    private static final int STREAM_IN_ORDER = 1;
    private static final int SCRATCHPAD_USER = 1;
    private static final String OPENMP_FILE = "libgomp.so.1";
    private static final String FILE = "libdnnl.so.3";
    private static final NativeLibrary LIBRARY =
            NativeLibrary.load("oneDNN", "org/bytedeco/dnnl", List.of(OPENMP_FILE, FILE));

    /** What exists only where the library does; initialised at the first use. */
    private static final class Open {
        static final SymbolLookup SYMBOLS = LIBRARY.symbols(FILE);
        static final MethodHandle EXECUTE = Linker.nativeLinker().downcallHandle(
                SYMBOLS.findOrThrow("dnnl_primitive_execute"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG));
        static final MethodHandle SET_THREADS = Linker.nativeLinker().downcallHandle(
                LIBRARY.symbols(OPENMP_FILE).findOrThrow("omp_set_num_threads"),
                FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
        static final int THREADS = Workers.shared().count();
        static final long ENGINE = create("dnnl_engine_create", CPU, 0L);
        static final long STREAM = create("dnnl_stream_create", ENGINE, STREAM_IN_ORDER);

        static {
            // with the cache, asking a descriptor for the next implementation gives the first one again where that was made before
            call("dnnl_set_primitive_cache_capacity", 0);
        }
    }

    private OneDnn() {}

    /** Empty where oneDNN can be used here; otherwise why not, in one line. */
    static Optional<String> unavailable() {
        return LIBRARY.unavailable();
    }

    /** E.g. {@code 3.13.0}. */
    static String version() {
        MethodHandle handle = Linker.nativeLinker().downcallHandle(Open.SYMBOLS.findOrThrow("dnnl_version"),
                FunctionDescriptor.of(ValueLayout.ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(3, ValueLayout.JAVA_INT))));
        try {
            int[] numbers = ((MemorySegment) handle.invoke()).toArray(ValueLayout.JAVA_INT);
            return numbers[0] + "." + numbers[1] + "." + numbers[2];
        } catch (Throwable e) {
            throw new IllegalStateException("dnnl_version: " + e, e);
        }
    }

    /** Newest instructions that its kernels use here, in the words of {@code ONEDNN_MAX_CPU_ISA}; empty where it does not tell. */
    static Optional<String> instructions() {
        int set = (int) invoke("dnnl_get_effective_cpu_isa", ValueLayout.JAVA_INT);
        return set == 0 ? Optional.empty() : Optional.of(switch (set) {
            case 0x1 -> "SSE41";
            case 0x3 -> "AVX";
            case 0x7 -> "AVX2";
            case 0xf -> "AVX2_VNNI";
            case 0x1f -> "AVX2_VNNI_2";
            case 0x27 -> "AVX512_CORE";
            case 0x67 -> "AVX512_CORE_VNNI";
            case 0xe7 -> "AVX512_CORE_BF16";
            case 0x1ef -> "AVX512_CORE_FP16";
            case 0xfef -> "AVX512_CORE_AMX";
            case 0x1fef -> "AVX512_CORE_AMX_FP16";
            default -> "instruction set 0x" + Integer.toHexString(set);
        });
    }

    /** Threads that a call uses: those that it was told to use, unless OpenMP has a limit. */
    static int threads() {
        useThreads();
        return Math.min(openMp("omp_get_max_threads"), openMp("omp_get_thread_limit"));
    }

    private static int openMp(String function) {
        MethodHandle handle = Linker.nativeLinker().downcallHandle(LIBRARY.symbols(OPENMP_FILE).findOrThrow(function),
                FunctionDescriptor.of(ValueLayout.JAVA_INT));
        try {
            return (int) handle.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException(function + ": " + e, e);
        }
    }

    static long engine() {
        return Open.ENGINE;
    }

    /**
     * Makes OpenMP use {@code genops.threads} threads for the calling thread: the number is a property of each thread, and the one
     * that binds a kernel need not be the one that runs it.
     */
    static void useThreads() {
        try {
            Open.SET_THREADS.invokeExact(Open.THREADS);
        } catch (Throwable e) {
            throw new IllegalStateException("omp_set_num_threads: " + e, e);
        }
    }

    /**
     * Executes a primitive; on the CPU it has finished when this returns.
     *
     * @param arguments address of {@code count} structures {@code dnnl_exec_arg_t}
     */
    static void execute(long primitive, int count, long arguments) {
        int status;
        try {
            status = (int) Open.EXECUTE.invokeExact(primitive, Open.STREAM, count, arguments);
        } catch (Throwable e) {
            throw new IllegalStateException("dnnl_primitive_execute: " + e, e);
        }
        check("dnnl_primitive_execute", status);
    }

    /**
     * Calls a function whose first parameter receives the handle of what it makes.
     *
     * @param arguments its other arguments: {@code Integer}, {@code Long} (64-bit numbers, handles and null), {@code Float} or
     *     {@code MemorySegment}
     */
    static long create(String function, Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(ValueLayout.JAVA_LONG);
            Object[] all = new Object[arguments.length + 1];
            all[0] = result;
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            call(function, all);
            return result.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /** Calls a function that returns a status. */
    static void call(String function, Object... arguments) {
        check(function, (int) invoke(function, ValueLayout.JAVA_INT, arguments));
    }

    /** The descriptor of memory that a primitive chose; owned by the primitive's descriptor. */
    static long chosen(long primitiveDescriptor, int query) {
        return (long) invoke("dnnl_primitive_desc_query_md", ValueLayout.JAVA_LONG, primitiveDescriptor, query, 0);
    }

    /** Name of the implementation that was selected, e.g. {@code brg_matmul:avx512_core}. */
    static String implementation(long primitiveDescriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(ValueLayout.ADDRESS);
            call("dnnl_primitive_desc_query", primitiveDescriptor, QUERY_IMPLEMENTATION, 0, result);
            return result.get(ValueLayout.ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(256, ValueLayout.JAVA_BYTE)), 0)
                    .getString(0);
        }
    }

    static boolean sameLayout(long descriptor, long other) {
        return (int) invoke("dnnl_memory_desc_equal", ValueLayout.JAVA_INT, descriptor, other) == 1;
    }

    static long bytes(long descriptor) {
        return (long) invoke("dnnl_memory_desc_get_size", ValueLayout.JAVA_LONG, descriptor);
    }

    /** Attributes that let the caller own the scratchpad, so that executing a primitive allocates nothing. */
    static long attributes() {
        long attributes = create("dnnl_primitive_attr_create");
        call("dnnl_primitive_attr_set_scratchpad_mode", attributes, SCRATCHPAD_USER);
        return attributes;
    }

    private static Object invoke(String function, MemoryLayout result, Object... arguments) {
        MemoryLayout[] parameters = Arrays.stream(arguments).map(a -> switch (a) {
            case Integer _ -> ValueLayout.JAVA_INT;
            case Long _ -> ValueLayout.JAVA_LONG;
            case Float _ -> ValueLayout.JAVA_FLOAT;
            default -> ValueLayout.ADDRESS;
        }).toArray(MemoryLayout[]::new);
        try {
            return Linker.nativeLinker()
                    .downcallHandle(Open.SYMBOLS.findOrThrow(function), FunctionDescriptor.of(result, parameters))
                    .invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException(function + ": " + e, e);
        }
    }

    private static void check(String function, int status) {
        if (status != 0) {
            String reason = switch (status) {
                case 1 -> "out of memory";
                case 2 -> "invalid arguments";
                case 3 -> "not implemented";
                default -> "status " + status;
            };
            throw new UnsupportedOperationException("oneDNN: " + function + ": " + reason);
        }
    }
}
