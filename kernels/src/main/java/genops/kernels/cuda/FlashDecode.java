package genops.kernels.cuda;

import genops.shapes.operator.Attention;
import java.util.Optional;

/**
 * Attention of few query rows, bound by reading keys and values once: the keys are split over blocks and the partial results combined,
 * {@code flash_decode.cu}. Query heads that share a key head are computed in one pass over it. Ideal time: key and value bytes over the
 * device's read bandwidth.
 */
public final class FlashDecode extends CudaKernel<Attention> {
    /** Query rows that one block can hold for a key head. */
    private static final int MAX_ROWS = 8;
    private static final int THREADS = 128;
    /** Keys below which a block has too little to read to be worth combining. */
    private static final int MIN_KEYS_PER_SPLIT = 128;

    public FlashDecode() {
        super("cuda/flash-decode", Attention.class);
    }

    @Override
    public Optional<String> unsupported(Attention shape) {
        if (rows(shape) > MAX_ROWS) {
            return Optional.of("more than " + MAX_ROWS + " query rows share a key head: cuda/flash uses tensor cores for them");
        }
        return FlashAttention.refuse(shape);
    }

    @Override
    void plan(Attention shape, CudaBinding binding) {
        split(shape, binding);
    }

    /** Whether a shape is decode-like: so few query rows that reading the keys bounds it. */
    static boolean suits(Attention shape) {
        return rows(shape) <= MAX_ROWS;
    }

    private static int rows(Attention shape) {
        return shape.queryLength() * (shape.heads() / shape.kvHeads());
    }

    static void split(Attention shape, CudaBinding binding) {
        int group = shape.heads() / shape.kvHeads();
        int usedRows = rows(shape);
        int lanes = shape.headDim() <= 64 ? 8 : shape.headDim() <= 128 ? 16 : 32;
        int rows = usedRows == 1 ? 1 : usedRows <= 4 ? 4 : 8;
        long heads = (long) shape.batch() * shape.kvHeads();
        // enough blocks to fill the device twice, each with enough keys to be worth it
        int wanted = (int) Math.max(1, 8L * CudaDevice.get().multiprocessors() / heads);
        int keysPerSplit = Math.max(MIN_KEYS_PER_SPLIT, roundUp(ceilDivide(shape.keyLength(), wanted), 32));
        int splits = ceilDivide(shape.keyLength(), keysPerSplit);
        int sharedBytes = 4 * (THREADS / 32) * (rows * lanes * 8 + 2 * rows);

        DeviceBuffer partial = binding.scratch(4L * heads * splits * usedRows * (shape.headDim() + 2));
        Launch.Builder launch = Launch.of("flash_decode", "flash_decode_l" + lanes + "_r" + rows, THREADS, sharedBytes);
        binding.inputs(launch, shape);
        DeviceBuffer output = binding.output(DeviceBuffer.half((long) shape.batch() * shape.queryLength() * shape.heads() * shape.headDim()));
        binding.launch(launch.buffer(partial)
                .integer(shape.kvHeads()).integer(group).integer(shape.queryLength()).integer(shape.keyLength()).integer(shape.headDim())
                .integer(splits).integer(keysPerSplit)
                .real(FlashAttention.scaleLog2(shape.headDim())).integer(shape.causal() ? 1 : 0)
                .grid(splits, shape.kvHeads(), shape.batch()));
        binding.launch(Launch.of("flash_decode", "flash_decode_combine", roundUp(shape.headDim(), 32), 0)
                .buffer(partial).buffer(output)
                .integer(shape.kvHeads()).integer(group).integer(shape.queryLength()).integer(shape.headDim()).integer(splits)
                .grid(usedRows, shape.kvHeads(), shape.batch()));
    }
}
