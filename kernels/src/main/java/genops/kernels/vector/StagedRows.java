package genops.kernels.vector;

import genops.kernels.parallel.Workers;
import genops.shapes.operator.Convolution;
import java.lang.foreign.ValueLayout;

/**
 * The input of a {@link Convolution} of few channels, its taps gathered side by side (im2col, one block of pixels at a time): sums of
 * three or four terms a tap would spend their time on loading and storing accumulators.
 */
final class StagedRows implements RowSource {
    private final Convolution shape;
    private final ConvolutionRows pixels;
    private final long staging;
    private final int blockRows;

    /**
     * @param staging address of {@link #bytes} of memory
     * @param blockRows most rows asked for at a time
     */
    StagedRows(Convolution shape, ConvolutionRows pixels, long staging, int blockRows) {
        this.shape = shape;
        this.pixels = pixels;
        this.staging = staging;
        this.blockRows = blockRows;
    }

    /** Bytes of memory for the rows of all threads. */
    static long bytes(Convolution shape, int blockRows) {
        return Workers.shared().count() * workerBytes(shape, blockRows);
    }

    /** Rows of one thread and, since they are written by whole vectors, what the last one spills. */
    private static long workerBytes(Convolution shape, int blockRows) {
        return blockRows * rowBytes(shape) + Simd.VECTOR_BYTES;
    }

    private static long rowBytes(Convolution shape) {
        return 4L * shape.kernelH() * shape.kernelW() * shape.inChannels();
    }

    @Override
    public void addresses(int first, int count, int tap, long offset, long table, int worker) {
        long rowBytes = rowBytes(shape);
        long to = staging + worker * workerBytes(shape, blockRows);
        int column = first % shape.outWidth();
        int row = first / shape.outWidth() % shape.outHeight();
        int image = first / shape.outWidth() / shape.outHeight();
        for (int r = 0; r < count; r++) {
            if (offset == 0) {
                stage(image, row * shape.stride() - shape.pad(), column * shape.stride() - shape.pad(), to);
            }
            Simd.MEMORY.set(ValueLayout.JAVA_LONG_UNALIGNED, table + 8L * r, to + offset);
            to += rowBytes;
            if (++column == shape.outWidth()) {
                column = 0;
                if (++row == shape.outHeight()) {
                    row = 0;
                    image++;
                }
            }
        }
    }

    private void stage(int image, int row, int column, long to) {
        boolean inside = row >= 0 && row + shape.kernelH() <= shape.height() && column >= 0
                && column + shape.kernelW() <= shape.width();
        int run = shape.kernelW() * shape.inChannels();
        long from = pixels.pixel(image, row, column);
        long rowBytes = 4L * shape.width() * shape.inChannels();
        long vectors = (long) Packing.vectors(run) * Simd.VECTOR_BYTES;
        if (inside && from + (shape.kernelH() - 1) * rowBytes + vectors <= pixels.end()) {
            // pixels beside one another are contiguous: a row of taps is one run, and what a vector writes too much is overwritten
            for (int u = 0; u < shape.kernelH(); u++) {
                for (long at = 0; at < vectors; at += Simd.VECTOR_BYTES) {
                    Simd.store(Simd.load(from + u * rowBytes + at), to + 4L * u * run + at);
                }
            }
        } else {
            stageAtBorder(image, row, column, to);
        }
    }

    private void stageAtBorder(int image, int row, int column, long to) {
        int channels = shape.inChannels();
        for (int tap = 0; tap < shape.kernelH() * shape.kernelW(); tap++) {
            long from = pixels.pixel(image, row + tap / shape.kernelW(), column + tap % shape.kernelW());
            Packing.copy(from, to + 4L * tap * channels, channels);
        }
    }
}
