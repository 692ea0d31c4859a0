package genops.kernels.cuda;

import genops.shapes.operator.Attention;
import java.util.Optional;

/**
 * Attention in three launches over a score matrix in device memory, {@code unfused_attention.cu}: the baseline. Scores and values are
 * multiplied on tensor cores by the same main loop as {@link GemmLinear}; scores are fp16. Beside the operands it moves the scores four
 * times: written, read and written by the softmax, read.
 */
public final class UnfusedAttention extends CudaKernel<Attention> {
    private static final int SCORES_TILE = 128;
    private static final int SCORES_SHARED = GemmLinear.sharedBytes(SCORES_TILE);
    private static final int VALUES_COLUMNS = 64;
    private static final int VALUES_SHARED = 4 * (128 + VALUES_COLUMNS) * 32 * 2;
    private static final int SOFTMAX_THREADS = 128;
    private static final int MAX_GRID_YZ = 65_535;

    public UnfusedAttention() {
        super("cuda/unfused", Attention.class);
    }

    @Override
    public Optional<String> unsupported(Attention shape) {
        if (shape.headDim() % 8 != 0) {
            return Optional.of("head dim must be a multiple of 8 for 128-bit accesses");
        }
        if (shape.batch() > MAX_GRID_YZ || (long) ceilDivide(shape.queryLength(), SCORES_TILE) * shape.heads() > MAX_GRID_YZ) {
            return Optional.of("batch or heads exceed the grid of one launch");
        }
        return Optional.empty();
    }

    @Override
    void plan(Attention shape, CudaBinding binding) {
        int queries = shape.queryLength();
        int keys = shape.keyLength();
        int group = shape.heads() / shape.kvHeads();
        int causal = shape.causal() ? 1 : 0;
        int stride = roundUp(keys, 8);
        long rows = (long) shape.batch() * shape.heads() * queries;
        int rowTiles = ceilDivide(queries, SCORES_TILE) * shape.heads();
        DeviceBuffer scores = binding.scratch(rows * stride * 2);

        DeviceBuffer query = binding.tensor("query", DeviceBuffer.half(rows * shape.headDim()));
        long keyElements = (long) shape.batch() * keys * shape.kvHeads() * shape.headDim();
        DeviceBuffer key = binding.tensor("key", DeviceBuffer.half(keyElements));
        DeviceBuffer value = binding.tensor("value", DeviceBuffer.half(keyElements));
        DeviceBuffer output = binding.output(DeviceBuffer.half(rows * shape.headDim()));

        binding.launch(Launch.of("unfused_attention", "unfused_scores", 256, SCORES_SHARED)
                .buffer(query).buffer(key).buffer(scores)
                .integer(shape.heads()).integer(group).integer(queries).integer(keys).integer(shape.headDim()).integer(stride)
                .real((float) (1 / Math.sqrt(shape.headDim()))).integer(causal)
                .grid(ceilDivide(keys, SCORES_TILE), rowTiles, shape.batch()));
        binding.launch(Launch.of("unfused_attention", "unfused_softmax", SOFTMAX_THREADS, 8 * Float.BYTES)
                .buffer(scores).integer(queries).integer(keys).integer(stride).integer(causal)
                .grid(rows, 1, 1));
        binding.launch(Launch.of("unfused_attention", "unfused_values", 256, VALUES_SHARED)
                .buffer(scores).buffer(value).buffer(output)
                .integer(shape.heads()).integer(group).integer(queries).integer(keys).integer(shape.headDim()).integer(stride)
                .integer(causal)
                .grid(ceilDivide(shape.headDim(), VALUES_COLUMNS), rowTiles, shape.batch()));
    }
}
