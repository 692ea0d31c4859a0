package genops.kernels.vector;

import genops.shapes.operator.Convolution;
import java.lang.foreign.ValueLayout;

/** The input pixels of a {@link Convolution}, read where they lie: a tap is one pixel, all of its channels. */
final class ConvolutionRows implements RowSource {
    private final Convolution shape;
    private final long input;
    private final long zeros;

    /**
     * @param input address of the input
     * @param zeros address of as many zeros as there are input channels
     */
    ConvolutionRows(Convolution shape, long input, long zeros) {
        this.shape = shape;
        this.input = input;
        this.zeros = zeros;
    }

    @Override
    public void addresses(int first, int count, int tap, long offset, long table, int worker) {
        int outWidth = shape.outWidth();
        int outHeight = shape.outHeight();
        int u = tap / shape.kernelW() - shape.pad();
        int v = tap % shape.kernelW() - shape.pad();
        int column = first % outWidth;
        int row = first / outWidth % outHeight;
        long image = first / outWidth / outHeight;
        for (int r = 0; r < count; r++) {
            long address = pixel(image, row * shape.stride() + u, column * shape.stride() + v) + offset;
            Simd.MEMORY.set(ValueLayout.JAVA_LONG_UNALIGNED, table + 8L * r, address);
            if (++column == outWidth) {
                column = 0;
                if (++row == outHeight) {
                    row = 0;
                    image++;
                }
            }
        }
    }

    /** Address of a pixel of the input; of zeros where it lies in the padding. */
    long pixel(long image, int y, int x) {
        boolean inside = y >= 0 && y < shape.height() && x >= 0 && x < shape.width();
        return inside ? input + 4L * ((image * shape.height() + y) * shape.width() + x) * shape.inChannels() : zeros;
    }

    /** Address behind the last pixel of the input. */
    long end() {
        return input + 4L * shape.batch() * shape.height() * shape.width() * shape.inChannels();
    }
}
