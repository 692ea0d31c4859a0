package genops.kernels.vector;

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
     * @param staging address of {@code threads · blockRows} rows of {@link #rowBytes} bytes
     * @param blockRows most rows asked for at a time
     */
    StagedRows(Convolution shape, ConvolutionRows pixels, long staging, int blockRows) {
        this.shape = shape;
        this.pixels = pixels;
        this.staging = staging;
        this.blockRows = blockRows;
    }

    /** Bytes of one staged row: the channels of all taps. */
    static long rowBytes(Convolution shape) {
        return 4L * shape.kernelH() * shape.kernelW() * shape.inChannels();
    }

    @Override
    public void addresses(int first, int count, int tap, long offset, long table, int worker) {
        long rowBytes = rowBytes(shape);
        long block = staging + worker * blockRows * rowBytes;
        for (int r = 0; r < count; r++) {
            if (offset == 0) {
                stage(first + r, block + r * rowBytes);
            }
            Simd.MEMORY.set(ValueLayout.JAVA_LONG_UNALIGNED, table + 8L * r, block + r * rowBytes + offset);
        }
    }

    private void stage(int pixel, long to) {
        int column = pixel % shape.outWidth() * shape.stride() - shape.pad();
        int row = pixel / shape.outWidth() % shape.outHeight() * shape.stride() - shape.pad();
        int image = pixel / shape.outWidth() / shape.outHeight();
        boolean inside = column >= 0 && column + shape.kernelW() <= shape.width();
        int channels = shape.inChannels();
        // pixels beside one another are contiguous, so a row of taps is one run unless padding interrupts it
        int run = inside ? shape.kernelW() : 1;
        for (int u = 0; u < shape.kernelH(); u++) {
            for (int v = 0; v < shape.kernelW(); v += run) {
                boolean padded = row + u < 0 || row + u >= shape.height();
                for (int w = 0; padded && w < run; w++) {
                    Packing.copy(pixels.pixel(image, -1, 0), to + 4L * w * channels, channels);
                }
                if (!padded) {
                    Packing.copy(pixels.pixel(image, row + u, column + v), to, run * channels);
                }
                to += 4L * run * channels;
            }
        }
    }
}
