package genops.kernels.vector;

import genops.shapes.operator.Convolution;

/**
 * The input of a {@link Convolution}, read where it lies: for each output pixel the channels of all taps, in the order of the weights.
 * Pixels beside one another are contiguous, so that a row of taps is one run, less what lies in the padding.
 *
 * @param input address of the input
 */
record ConvolutionRows(Convolution shape, long input) implements RowSource {

    @Override
    public void pack(int first, int count, int from, int depth, float[] to, int at) {
        int column = first % shape.outWidth();
        int row = first / shape.outWidth() % shape.outHeight();
        int image = first / shape.outWidth() / shape.outHeight();
        for (int r = 0; r < count; r++) {
            gather(image, row * shape.stride() - shape.pad(), column * shape.stride() - shape.pad(), from, depth, to,
                    at + r * MicroKernel.PITCH);
            if (++column == shape.outWidth()) {
                column = 0;
                if (++row == shape.outHeight()) {
                    row = 0;
                    image++;
                }
            }
        }
    }

    private void gather(int image, int y, int x, int from, int depth, float[] to, int at) {
        int all = shape.kernelW() * shape.inChannels();
        int part = from % all;
        y += from / all;
        for (int left = depth; left > 0; y++) {
            int run = Math.min(all - part, left);
            line(image, y, x * shape.inChannels() + part, run, to, at);
            at += run;
            left -= run;
            part = 0;
        }
    }

    /** Elements {@code first … first + count − 1} of a line of the input, zeros where there are none. */
    private void line(int image, int y, int first, int count, float[] to, int at) {
        int width = shape.width() * shape.inChannels();
        long from = input + 4L * (((long) image * shape.height() + y) * width + first);
        if (y < 0 || y >= shape.height()) {
            Packing.zeroRow(count, to, at);
        } else if (first >= 0 && first + count <= width) {
            Packing.row(from, end(), count, to, at);
        } else {
            int before = Math.clamp(-first, 0, count);
            int after = Math.clamp(first + count - width, 0, count - before);
            Packing.zeroRow(before, to, at);
            Packing.row(from + 4L * before, end(), count - before - after, to, at + before);
            Packing.zeroRow(after, to, at + count - after);
        }
    }

    /** Address of a pixel of the input; {@code outside} where it lies in the padding. */
    long pixel(long image, int y, int x, long outside) {
        boolean inside = y >= 0 && y < shape.height() && x >= 0 && x < shape.width();
        return inside ? input + 4L * ((image * shape.height() + y) * shape.width() + x) * shape.inChannels() : outside;
    }

    private long end() {
        return input + 4L * shape.batch() * shape.height() * shape.width() * shape.inChannels();
    }
}
