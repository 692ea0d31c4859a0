package genops.kernels.vector;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What all Vector API kernels share: one species and one way to reach memory for the whole process, so that no call site ever sees
 * two kinds of either and loses its vectors.
 *
 * <p>Kernels address off-heap memory by absolute address through {@link #MEMORY}, which has neither bounds nor a lifetime to check in
 * an inner loop. Whoever binds a kernel checks sizes and keeps the memory alive.
 */
public final class Simd {
    /** The widest species this machine prefers. */
    public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    /** Floats of one vector. */
    public static final int LANES = SPECIES.length();
    /** Bytes of one vector. */
    public static final int VECTOR_BYTES = LANES * Float.BYTES;
    /** Byte order of memory. */
    public static final ByteOrder ORDER = ByteOrder.nativeOrder();
    /** All of memory; offsets into it are addresses. */
    public static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    /** A float at any address: the layout without an alignment test. */
    public static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    /** Whether the CPU fuses multiply and add; where it does not, {@code FloatVector.fma} is a slow exact emulation. */
    public static final boolean FUSED = fused();

    /** Vector registers: 32 with AVX-512 (where its vectors are preferred) and on AArch64, 16 otherwise. */
    public static final int REGISTERS = SPECIES.vectorBitSize() >= 512 || System.getProperty("os.arch").equals("aarch64") ? 32 : 16;

    // not final, so that the compiler does not know them
    private static int step = LANES;
    private static int one = 1;

    static {
        // All classes of vectors are there before a kernel is compiled: one that is loaded later, such as that of integers at the first
        // exponential, makes the JVM throw compiled tiles away, and compiled again, without what it knew before, they took objects for vectors.
        VectorExp.exp2(FloatVector.zero(SPECIES));
        Transpose.load();
    }

    private Simd() {}

    private static boolean fused() {
        HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return vm == null || Boolean.parseBoolean(vm.getVMOption("UseFMA").getValue());
    }

    /**
     * {@link #LANES}, for loops over rows of a few dozen vectors. A loop that advances by a number the compiler does not know stays as it is;
     * by a known one it is cut into a first, an unrolled and a last part, and such rows take up to 1.6 times as long.
     */
    public static int step() {
        return step;
    }

    /**
     * 1, as {@link #step}, for loops whose loads are streams from memory: unrolled, a stream is read by several instructions, and the
     * prefetcher, which follows each of them, falls behind.
     */
    public static int one() {
        return one;
    }

    /** {@code x · y + sum}, rounded once where the CPU has a fused instruction, twice where it has none. */
    public static FloatVector fma(FloatVector x, FloatVector y, FloatVector sum) {
        return FUSED ? x.fma(y, sum) : x.mul(y).add(sum);
    }

    /** The vector at an address. */
    public static FloatVector load(long address) {
        return FloatVector.fromMemorySegment(SPECIES, MEMORY, address, ORDER);
    }

    /** Writes a vector to an address. */
    public static void store(FloatVector vector, long address) {
        vector.intoMemorySegment(MEMORY, address, ORDER);
    }
}
