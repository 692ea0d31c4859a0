package genops.kernels.cuda;

import genops.shapes.operator.Attention;
import genops.shapes.operator.TemporalAttention;
import java.util.function.Consumer;

/**
 * Attention of very short sequences by one warp each, {@code temporal_attention.cu}: what temporal attention needs, where thousands of
 * sequences have 6 to 32 steps and a tile of 128 queries would be mostly padding. Works on any strides.
 */
final class WarpAttention {
    private static final int MAX_STEPS = 32;
    private static final int MAX_HEAD_DIM = 128;
    private static final int WARPS = 4;

    private WarpAttention() {}

    /** Whether sequences are so short that a warp computes one alone. */
    static boolean suits(Attention shape) {
        return shape.queryLength() == shape.keyLength() && shape.keyLength() <= MAX_STEPS && shape.headDim() <= MAX_HEAD_DIM
                && shape.headDim() % 8 == 0 && shape.kvHeads() == shape.heads();
    }

    /** Sequences that lie contiguous, {@code (batch, steps, heads, headDim)}; operands adds query, key, value and output. */
    static Launch contiguous(Attention shape, Consumer<Launch.Builder> operands) {
        long row = (long) shape.heads() * shape.headDim();
        return launch(shape, shape.queryLength() * row, row, operands);
    }

    /** Sequences whose steps lie a whole frame apart, {@code (frames, positions, heads, headDim)}. */
    static Launch inPlace(TemporalAttention shape, Consumer<Launch.Builder> operands) {
        long row = (long) shape.heads() * shape.headDim();
        return launch(shape.contiguous(), row, shape.positions() * row, operands);
    }

    private static Launch launch(Attention shape, long batchStride, long rowStride, Consumer<Launch.Builder> operands) {
        int headDim = shape.headDim() <= 64 ? 64 : 128;
        int stepTiles = shape.queryLength() <= 16 ? 1 : 2;
        int sharedBytes = WARPS * 3 * 16 * stepTiles * (headDim + 8) * 2;
        long problems = (long) shape.batch() * shape.heads();
        Launch.Builder launch = Launch.of("temporal_attention", "temporal_attention_d" + headDim + "_s" + stepTiles, 32 * WARPS, sharedBytes);
        operands.accept(launch);
        return launch.integer64(problems).integer(shape.heads()).integer(shape.queryLength()).integer(shape.headDim())
                .integer64(batchStride).integer64(rowStride)
                .real(FlashAttention.scaleLog2(shape.headDim())).integer(shape.causal() ? 1 : 0)
                .grid((problems + WARPS - 1) / WARPS, 1, 1);
    }
}
