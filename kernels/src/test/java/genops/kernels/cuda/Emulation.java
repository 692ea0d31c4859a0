package genops.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;

/** The emulated driver as tests set it and read it. */
final class Emulation {
    /** Order in which a block's threads run; results must not depend on it. */
    enum Schedule {
        FORWARD,
        BACKWARD,
        RANDOM,
        GREEDY_WARP
    }

    private static final SymbolLookup LIBRARY = SymbolLookup.libraryLookup("libcuda.so.1", Arena.global());

    private Emulation() {}

    /** Skips the test, with the reason, where the emulated driver could not be built; fails it in CI. */
    static void require() {
        Path reason = Path.of("target/emulation/reason");
        if (Files.exists(reason)) {
            String text;
            try {
                text = Files.readString(reason).strip();
            } catch (IOException e) {
                text = e.toString();
            }
            assertTrue(System.getenv("CI") == null, text + ", but CI must run these tests");
            assumeTrue(false, text);
        }
        assertTrue(CudaDevice.get().emulated(), "tests of the emulation must not run on " + CudaDevice.get().name());
    }

    static void schedule(Schedule schedule, long seed) {
        call("genops_emulation_schedule", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG), schedule.ordinal(), seed);
    }

    /** Runs only one block in {@code every}, chosen by hash. */
    static void sampleBlocks(int every) {
        call("genops_emulation_sample", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT), every);
    }

    static void limitMemory(long bytes) {
        call("genops_emulation_memory", FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG), bytes);
    }

    /** What the last failed launch did wrong, and where. */
    static String failure() {
        MemorySegment text = (MemorySegment) call("genops_emulation_failure", FunctionDescriptor.of(ValueLayout.ADDRESS));
        return text.reinterpret(4096).getString(0);
    }

    /** One line for each kernel launched so far: name, threads of a block, most dynamic shared memory of a launch. */
    static String launched() {
        MemorySegment text = (MemorySegment) call("genops_emulation_launched", FunctionDescriptor.of(ValueLayout.ADDRESS));
        return text.reinterpret(1 << 20).getString(0);
    }

    /** Shared-memory wavefronts of all ldmatrix so far, over the least possible; 1 means no bank conflict. */
    static double ldmatrixConflicts() {
        long wavefronts = (long) call("genops_emulation_ldmatrix_wavefronts", FunctionDescriptor.of(ValueLayout.JAVA_LONG));
        long ideal = (long) call("genops_emulation_ldmatrix_ideal", FunctionDescriptor.of(ValueLayout.JAVA_LONG));
        return (double) wavefronts / ideal;
    }

    /** A failed kernel has killed the context; this makes a new one. */
    static void reset() {
        JCudaDriver.cuDevicePrimaryCtxReset(new CUdevice());
    }

    private static Object call(String name, FunctionDescriptor type, Object... arguments) {
        try {
            return Linker.nativeLinker().downcallHandle(LIBRARY.findOrThrow(name), type).invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException(name, e);
        }
    }
}
