package genops.kernels.vector;

import genops.shapes.operator.TemporalConvolution;

/**
 * The input of a {@link TemporalConvolution}, read where it lies: for each output row {@code (frame, position)} the channels of all
 * taps. Frames are outermost, so a tap is the same position some whole frames away, and nothing has to be transposed.
 *
 * @param input address of the input
 */
record TemporalRows(TemporalConvolution shape, long input) implements RowSource {

    @Override
    public void pack(int first, int count, int from, int depth, float[] to, int at) {
        int sequence = first % shape.batch();
        int frame = first / shape.batch();
        for (int r = 0; r < count; r++) {
            row(frame * shape.stride() - shape.pad(), sequence, from, depth, to, at + r * MicroKernel.PITCH);
            if (++sequence == shape.batch()) {
                sequence = 0;
                frame++;
            }
        }
    }

    private void row(int start, int sequence, int from, int depth, float[] to, int at) {
        int channels = shape.inChannels();
        long end = input + 4L * shape.frames() * shape.batch() * channels;
        int channel = from % channels;
        int t = start + from / channels;
        for (int left = depth; left > 0; t++) {
            int run = Math.min(channels - channel, left);
            if (t >= 0 && t < shape.frames()) {
                Packing.row(input + 4L * (((long) t * shape.batch() + sequence) * channels + channel), end, run, to, at);
            } else {
                Packing.zeroRow(run, to, at);
            }
            at += run;
            left -= run;
            channel = 0;
        }
    }
}
