package genops.kernels.vector;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.ORDER;
import static genops.kernels.vector.Simd.SPECIES;
import static genops.kernels.vector.Simd.VECTOR_BYTES;

import genops.kernels.BoundKernel;
import genops.kernels.Workspace;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.Convolution;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;

/**
 * Convolution to at most four channels, such as the last of a decoder (128 → 3) or of a diffusion network (320 → 4). Vectors run over
 * the input channels, not over the output's: a few pixels × 4 outputs are 8 or 16 dot products whose partial sums fill the registers, where
 * a panel of output channels would be three quarters empty or more.
 *
 * <p>Weights are read as they are, {@code (outChannels, taps, channels)}; a missing fourth output is the last one again.
 */
final class FewOutputs implements BoundKernel {
    /** Pixels at once: with 16 registers two, whose partial sums leave room for the weights. */
    private static final int PIXELS = Simd.REGISTERS >= 32 ? 4 : 2;
    private static final int OUTPUTS = 4;
    private static final int BLOCK_ROWS = 64;
    private static final long PARTIAL_BYTES = (long) PIXELS * OUTPUTS * VECTOR_BYTES;

    private final Workspace workspace = new Workspace();
    private final Convolution shape;
    private final int rows;
    private final int taps;
    private final ConvolutionRows pixels;
    private final long zeros;
    private final long weight;
    private final long bias;
    private final long output;
    private final long scratch;
    private final Workers.Task task = this::task;

    /** Whether this serves a convolution: few outputs, and channels that fill vectors. */
    static boolean serves(Convolution shape) {
        return shape.outChannels() <= OUTPUTS && shape.inChannels() % Simd.LANES == 0;
    }

    /** Bytes it needs beside the tensors: scratch memory of all threads and a pixel of zeros. */
    static long workspaceBytes(Convolution shape) {
        return scratchBytes(shape.kernelH() * shape.kernelW()) + 4L * shape.inChannels();
    }

    private static long scratchBytes(int taps) {
        return Workers.shared().count() * workerBytes(taps);
    }

    private static long workerBytes(int taps) {
        return PARTIAL_BYTES + 8L * taps * BLOCK_ROWS;
    }

    FewOutputs(Convolution shape, ConvolutionRows pixels, long weight, long bias, long output) {
        this.shape = shape;
        this.rows = Math.multiplyExact(shape.batch(), shape.outHeight() * shape.outWidth());
        this.taps = shape.kernelH() * shape.kernelW();
        this.pixels = pixels;
        this.zeros = workspace.allocate(4L * shape.inChannels());
        this.weight = weight;
        this.bias = bias;
        this.output = output;
        this.scratch = workspace.allocate(scratchBytes(taps));
    }

    @Override
    public void run() {
        Workers.shared().run(Math.ceilDiv(rows, BLOCK_ROWS), task);
    }

    private void task(int number, int worker) {
        int first = number * BLOCK_ROWS;
        int count = Math.min(BLOCK_ROWS, rows - first);
        long partial = scratch + worker * workerBytes(taps);
        long table = partial + PARTIAL_BYTES;
        for (int r = 0; r < count; r++) {
            addresses(first + r, table + 8L * r);
        }
        for (int r = 0; r < count; r += PIXELS) {
            int last = Math.min(PIXELS, count - r) - 1;
            dots(table + 8L * r, last, partial);
            for (int p = 0; p <= last; p++) {
                reduce(partial + p * OUTPUTS * (long) VECTOR_BYTES, output + 4L * (first + r + p) * shape.outChannels());
            }
        }
    }

    /** Where the taps of one output pixel lie, {@link #BLOCK_ROWS} entries apart. */
    private void addresses(int row, long table) {
        int x = row % shape.outWidth() * shape.stride() - shape.pad();
        int y = row / shape.outWidth() % shape.outHeight() * shape.stride() - shape.pad();
        long image = row / shape.outWidth() / shape.outHeight();
        for (int tap = 0; tap < taps; tap++) {
            MEMORY.set(ValueLayout.JAVA_LONG_UNALIGNED, table + 8L * tap * BLOCK_ROWS,
                    pixels.pixel(image, y + tap / shape.kernelW(), x + tap % shape.kernelW(), zeros));
        }
    }

    /** All taps of the pixels. Taps whose pixels and weights follow one another in memory, as those of a row do, are one sum. */
    private void dots(long table, int last, long partial) {
        long outputStride = 4L * taps * shape.inChannels();
        int lastOutput = shape.outChannels() - 1;
        int run;
        for (int tap = 0; tap < taps; tap += run) {
            long row = table + 8L * tap * BLOCK_ROWS;
            long w = weight + 4L * tap * shape.inChannels();
            run = contiguousTaps(row, taps - tap, last);
            long w1 = w + Math.min(1, lastOutput) * outputStride;
            long w2 = w + Math.min(2, lastOutput) * outputStride;
            long w3 = w + lastOutput * outputStride;
            if (PIXELS == 4) {
                dots4x4(run * shape.inChannels(), address(row, 0), address(row, Math.min(1, last)), address(row, Math.min(2, last)),
                        address(row, last), w, w1, w2, w3, partial, tap == 0);
            } else {
                dots2x4(run * shape.inChannels(), address(row, 0), address(row, last), w, w1, w2, w3, partial, tap == 0);
            }
        }
    }

    private int contiguousTaps(long row, int taps, int last) {
        int run = 1;
        boolean contiguous = true;
        while (contiguous && run < taps) {
            long next = row + 8L * run * BLOCK_ROWS;
            for (int p = 0; p <= last; p++) {
                contiguous &= address(next, p) == address(row, p) + 4L * run * shape.inChannels();
            }
            run += contiguous ? 1 : 0;
        }
        return run;
    }

    private static long address(long row, int index) {
        return MEMORY.get(ValueLayout.JAVA_LONG_UNALIGNED, row + 8L * index);
    }

    /** Sums over lanes by scalar adds: {@code reduceLanes} is one long chain of them for each sum, here the sums overlap. */
    private void reduce(long partial, long to) {
        for (int o = 0; o < shape.outChannels(); o++) {
            long lane = partial + o * (long) VECTOR_BYTES;
            float even = MEMORY.get(FLOAT, bias + 4L * o);
            float odd = 0;
            for (int i = 0; i < Simd.LANES; i += 2) {
                even += MEMORY.get(FLOAT, lane + 4L * i);
                odd += MEMORY.get(FLOAT, lane + 4L * i + 4);
            }
            MEMORY.set(FLOAT, to + 4L * o, even + odd);
        }
    }

    /** Adds 16 dot products over the channels of one tap to the partial sums, or starts them. */
    private static void dots4x4(int channels, long x0, long x1, long x2, long x3, long w0, long w1, long w2, long w3, long partial,
            boolean start) {
        long from = start ? Packing.ZEROS : partial;
        long step = start ? 0 : VECTOR_BYTES;
        FloatVector s00 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from, ORDER);
        FloatVector s01 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + step, ORDER);
        FloatVector s02 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 2 * step, ORDER);
        FloatVector s03 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 3 * step, ORDER);
        FloatVector s10 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 4 * step, ORDER);
        FloatVector s11 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 5 * step, ORDER);
        FloatVector s12 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 6 * step, ORDER);
        FloatVector s13 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 7 * step, ORDER);
        FloatVector s20 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 8 * step, ORDER);
        FloatVector s21 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 9 * step, ORDER);
        FloatVector s22 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 10 * step, ORDER);
        FloatVector s23 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 11 * step, ORDER);
        FloatVector s30 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 12 * step, ORDER);
        FloatVector s31 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 13 * step, ORDER);
        FloatVector s32 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 14 * step, ORDER);
        FloatVector s33 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 15 * step, ORDER);
        for (int c = 0; c < channels; c += Simd.LANES) {
            long at = 4L * c;
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, w0 + at, ORDER);
            FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, w1 + at, ORDER);
            FloatVector b2 = FloatVector.fromMemorySegment(SPECIES, MEMORY, w2 + at, ORDER);
            FloatVector b3 = FloatVector.fromMemorySegment(SPECIES, MEMORY, w3 + at, ORDER);
            FloatVector a = FloatVector.fromMemorySegment(SPECIES, MEMORY, x0 + at, ORDER);
            s00 = a.fma(b0, s00);
            s01 = a.fma(b1, s01);
            s02 = a.fma(b2, s02);
            s03 = a.fma(b3, s03);
            a = FloatVector.fromMemorySegment(SPECIES, MEMORY, x1 + at, ORDER);
            s10 = a.fma(b0, s10);
            s11 = a.fma(b1, s11);
            s12 = a.fma(b2, s12);
            s13 = a.fma(b3, s13);
            a = FloatVector.fromMemorySegment(SPECIES, MEMORY, x2 + at, ORDER);
            s20 = a.fma(b0, s20);
            s21 = a.fma(b1, s21);
            s22 = a.fma(b2, s22);
            s23 = a.fma(b3, s23);
            a = FloatVector.fromMemorySegment(SPECIES, MEMORY, x3 + at, ORDER);
            s30 = a.fma(b0, s30);
            s31 = a.fma(b1, s31);
            s32 = a.fma(b2, s32);
            s33 = a.fma(b3, s33);
        }
        s00.intoMemorySegment(MEMORY, partial, ORDER);
        s01.intoMemorySegment(MEMORY, partial + VECTOR_BYTES, ORDER);
        s02.intoMemorySegment(MEMORY, partial + 2L * VECTOR_BYTES, ORDER);
        s03.intoMemorySegment(MEMORY, partial + 3L * VECTOR_BYTES, ORDER);
        s10.intoMemorySegment(MEMORY, partial + 4L * VECTOR_BYTES, ORDER);
        s11.intoMemorySegment(MEMORY, partial + 5L * VECTOR_BYTES, ORDER);
        s12.intoMemorySegment(MEMORY, partial + 6L * VECTOR_BYTES, ORDER);
        s13.intoMemorySegment(MEMORY, partial + 7L * VECTOR_BYTES, ORDER);
        s20.intoMemorySegment(MEMORY, partial + 8L * VECTOR_BYTES, ORDER);
        s21.intoMemorySegment(MEMORY, partial + 9L * VECTOR_BYTES, ORDER);
        s22.intoMemorySegment(MEMORY, partial + 10L * VECTOR_BYTES, ORDER);
        s23.intoMemorySegment(MEMORY, partial + 11L * VECTOR_BYTES, ORDER);
        s30.intoMemorySegment(MEMORY, partial + 12L * VECTOR_BYTES, ORDER);
        s31.intoMemorySegment(MEMORY, partial + 13L * VECTOR_BYTES, ORDER);
        s32.intoMemorySegment(MEMORY, partial + 14L * VECTOR_BYTES, ORDER);
        s33.intoMemorySegment(MEMORY, partial + 15L * VECTOR_BYTES, ORDER);
    }

    /** Adds 8 dot products over the channels of one tap to the partial sums, or starts them. */
    private static void dots2x4(int channels, long x0, long x1, long w0, long w1, long w2, long w3, long partial, boolean start) {
        long from = start ? Packing.ZEROS : partial;
        long step = start ? 0 : VECTOR_BYTES;
        FloatVector s00 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from, ORDER);
        FloatVector s01 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + step, ORDER);
        FloatVector s02 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 2 * step, ORDER);
        FloatVector s03 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 3 * step, ORDER);
        FloatVector s10 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 4 * step, ORDER);
        FloatVector s11 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 5 * step, ORDER);
        FloatVector s12 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 6 * step, ORDER);
        FloatVector s13 = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + 7 * step, ORDER);
        for (int c = 0; c < channels; c += Simd.LANES) {
            long at = 4L * c;
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, w0 + at, ORDER);
            FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, w1 + at, ORDER);
            FloatVector b2 = FloatVector.fromMemorySegment(SPECIES, MEMORY, w2 + at, ORDER);
            FloatVector b3 = FloatVector.fromMemorySegment(SPECIES, MEMORY, w3 + at, ORDER);
            FloatVector a = FloatVector.fromMemorySegment(SPECIES, MEMORY, x0 + at, ORDER);
            s00 = a.fma(b0, s00);
            s01 = a.fma(b1, s01);
            s02 = a.fma(b2, s02);
            s03 = a.fma(b3, s03);
            a = FloatVector.fromMemorySegment(SPECIES, MEMORY, x1 + at, ORDER);
            s10 = a.fma(b0, s10);
            s11 = a.fma(b1, s11);
            s12 = a.fma(b2, s12);
            s13 = a.fma(b3, s13);
        }
        s00.intoMemorySegment(MEMORY, partial, ORDER);
        s01.intoMemorySegment(MEMORY, partial + VECTOR_BYTES, ORDER);
        s02.intoMemorySegment(MEMORY, partial + 2L * VECTOR_BYTES, ORDER);
        s03.intoMemorySegment(MEMORY, partial + 3L * VECTOR_BYTES, ORDER);
        s10.intoMemorySegment(MEMORY, partial + 4L * VECTOR_BYTES, ORDER);
        s11.intoMemorySegment(MEMORY, partial + 5L * VECTOR_BYTES, ORDER);
        s12.intoMemorySegment(MEMORY, partial + 6L * VECTOR_BYTES, ORDER);
        s13.intoMemorySegment(MEMORY, partial + 7L * VECTOR_BYTES, ORDER);
    }

    @Override
    public long workspaceBytes() {
        return workspace.bytes();
    }

    @Override
    public void close() {
        workspace.close();
    }
}
