package genops.kernels.vector;

import static genops.kernels.vector.Simd.load;
import static genops.kernels.vector.Simd.store;

import genops.kernels.BoundKernel;
import genops.kernels.parallel.Workers;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Convolution to at most four channels, such as the last of a decoder (128 → 3) or of a diffusion network (320 → 4). Vectors run over
 * the input channels, not over the output's: 4 pixels × 4 outputs are 16 dot products whose partial sums fill the registers, where a
 * panel of output channels would be three quarters empty or more.
 *
 * <p>Weights are read as they are, {@code (outChannels, taps, channels)}; a missing fourth output is the last one again.
 */
final class FewOutputs implements BoundKernel {
    private static final int PIXELS = 4;
    private static final int OUTPUTS = 4;
    private static final int BLOCK_ROWS = 64;
    private static final long PARTIAL_BYTES = (long) PIXELS * OUTPUTS * Simd.VECTOR_BYTES;

    private final Arena arena;
    private final ImplicitGemm.Size size;
    private final RowSource source;
    private final long weight;
    private final long bias;
    private final long output;
    private final long scratch;
    private final Workers.Task task = this::task;

    /** Whether this serves a convolution: few outputs, and channels that fill vectors. */
    static boolean serves(int channels, int columns) {
        return columns <= OUTPUTS && channels % Simd.LANES == 0;
    }

    /** Bytes of scratch memory of all threads. */
    static long scratchBytes(int taps) {
        return Workers.shared().count() * workerBytes(taps);
    }

    private static long workerBytes(int taps) {
        return PARTIAL_BYTES + 8L * taps * BLOCK_ROWS;
    }

    FewOutputs(Arena arena, ImplicitGemm.Size size, RowSource source, long weight, long bias, long output) {
        this.arena = arena;
        this.size = size;
        this.source = source;
        this.weight = weight;
        this.bias = bias;
        this.output = output;
        this.scratch = arena.allocate(scratchBytes(size.taps()), 64).address();
    }

    @Override
    public void run() {
        Workers.shared().run(Math.ceilDiv(size.rows(), BLOCK_ROWS), task);
    }

    private void task(int number, int worker) {
        int first = number * BLOCK_ROWS;
        int rows = Math.min(BLOCK_ROWS, size.rows() - first);
        long partial = scratch + worker * workerBytes(size.taps());
        long table = partial + PARTIAL_BYTES;
        for (int tap = 0; tap < size.taps(); tap++) {
            source.addresses(first, rows, tap, 0, table + 8L * tap * BLOCK_ROWS, worker);
        }
        for (int r = 0; r < rows; r += PIXELS) {
            int last = Math.min(PIXELS, rows - r) - 1;
            dots(table + 8L * r, last, partial);
            for (int p = 0; p <= last; p++) {
                reduce(partial + p * OUTPUTS * (long) Simd.VECTOR_BYTES, output + 4L * (first + r + p) * size.columns());
            }
        }
    }

    private void dots(long table, int last, long partial) {
        long outputStride = 4L * size.depth();
        int lastOutput = size.columns() - 1;
        for (int tap = 0; tap < size.taps(); tap++) {
            long row = table + 8L * tap * BLOCK_ROWS;
            long w = weight + 4L * tap * size.channels();
            dots4x4(size.channels(), address(row, 0), address(row, Math.min(1, last)), address(row, Math.min(2, last)),
                    address(row, last), w, w + Math.min(1, lastOutput) * outputStride, w + Math.min(2, lastOutput) * outputStride,
                    w + lastOutput * outputStride, partial, tap == 0);
        }
    }

    private static long address(long row, int index) {
        return Simd.MEMORY.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 8L * index);
    }

    private void reduce(long partial, long to) {
        for (int o = 0; o < size.columns(); o++) {
            float sum = load(partial + o * (long) Simd.VECTOR_BYTES).reduceLanes(VectorOperators.ADD);
            Simd.MEMORY.set(Simd.FLOAT, to + 4L * o, sum + Simd.MEMORY.get(Simd.FLOAT, bias + 4L * o));
        }
    }

    /** Adds 16 dot products over the channels of one tap to the partial sums, or starts them. */
    private static void dots4x4(int channels, long x0, long x1, long x2, long x3, long w0, long w1, long w2, long w3, long partial,
            boolean start) {
        long from = start ? Packing.ZEROS : partial;
        long step = start ? 0 : Simd.VECTOR_BYTES;
        FloatVector s00 = load(from);
        FloatVector s01 = load(from + step);
        FloatVector s02 = load(from + 2 * step);
        FloatVector s03 = load(from + 3 * step);
        FloatVector s10 = load(from + 4 * step);
        FloatVector s11 = load(from + 5 * step);
        FloatVector s12 = load(from + 6 * step);
        FloatVector s13 = load(from + 7 * step);
        FloatVector s20 = load(from + 8 * step);
        FloatVector s21 = load(from + 9 * step);
        FloatVector s22 = load(from + 10 * step);
        FloatVector s23 = load(from + 11 * step);
        FloatVector s30 = load(from + 12 * step);
        FloatVector s31 = load(from + 13 * step);
        FloatVector s32 = load(from + 14 * step);
        FloatVector s33 = load(from + 15 * step);
        for (int c = 0; c < channels; c += Simd.LANES) {
            long at = 4L * c;
            FloatVector b0 = load(w0 + at);
            FloatVector b1 = load(w1 + at);
            FloatVector b2 = load(w2 + at);
            FloatVector b3 = load(w3 + at);
            FloatVector a = load(x0 + at);
            s00 = a.fma(b0, s00);
            s01 = a.fma(b1, s01);
            s02 = a.fma(b2, s02);
            s03 = a.fma(b3, s03);
            a = load(x1 + at);
            s10 = a.fma(b0, s10);
            s11 = a.fma(b1, s11);
            s12 = a.fma(b2, s12);
            s13 = a.fma(b3, s13);
            a = load(x2 + at);
            s20 = a.fma(b0, s20);
            s21 = a.fma(b1, s21);
            s22 = a.fma(b2, s22);
            s23 = a.fma(b3, s23);
            a = load(x3 + at);
            s30 = a.fma(b0, s30);
            s31 = a.fma(b1, s31);
            s32 = a.fma(b2, s32);
            s33 = a.fma(b3, s33);
        }
        store(s00, partial);
        store(s01, partial + Simd.VECTOR_BYTES);
        store(s02, partial + 2L * Simd.VECTOR_BYTES);
        store(s03, partial + 3L * Simd.VECTOR_BYTES);
        store(s10, partial + 4L * Simd.VECTOR_BYTES);
        store(s11, partial + 5L * Simd.VECTOR_BYTES);
        store(s12, partial + 6L * Simd.VECTOR_BYTES);
        store(s13, partial + 7L * Simd.VECTOR_BYTES);
        store(s20, partial + 8L * Simd.VECTOR_BYTES);
        store(s21, partial + 9L * Simd.VECTOR_BYTES);
        store(s22, partial + 10L * Simd.VECTOR_BYTES);
        store(s23, partial + 11L * Simd.VECTOR_BYTES);
        store(s30, partial + 12L * Simd.VECTOR_BYTES);
        store(s31, partial + 13L * Simd.VECTOR_BYTES);
        store(s32, partial + 14L * Simd.VECTOR_BYTES);
        store(s33, partial + 15L * Simd.VECTOR_BYTES);
    }

    @Override
    public void close() {
        arena.close();
    }
}
