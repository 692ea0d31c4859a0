package genops.kernels.vector;

import genops.shapes.operator.TemporalConvolution;
import java.lang.foreign.ValueLayout;

/**
 * The input of a {@link TemporalConvolution}, read where it lies. Frames are outermost, so a tap is the same position some whole
 * frames away, and nothing has to be transposed.
 */
final class TemporalRows implements RowSource {
    private final TemporalConvolution shape;
    private final long input;
    private final long zeros;

    /**
     * @param input address of the input
     * @param zeros address of as many zeros as there are input channels
     */
    TemporalRows(TemporalConvolution shape, long input, long zeros) {
        this.shape = shape;
        this.input = input;
        this.zeros = zeros;
    }

    @Override
    public void addresses(int first, int count, int tap, long offset, long table, int worker) {
        int sequence = first % shape.batch();
        int frame = first / shape.batch();
        for (int r = 0; r < count; r++) {
            int t = frame * shape.stride() + tap - shape.pad();
            boolean inside = t >= 0 && t < shape.frames();
            long address = inside ? input + 4L * ((long) t * shape.batch() + sequence) * shape.inChannels() : zeros;
            Simd.MEMORY.set(ValueLayout.JAVA_LONG_UNALIGNED, table + 8L * r, address + offset);
            if (++sequence == shape.batch()) {
                sequence = 0;
                frame++;
            }
        }
    }
}
