package genops.kernels.cuda;

import genops.shapes.operator.Attention;
import java.util.Optional;

/**
 * Attention in one pass over the keys after FlashAttention-2 (Dao, arXiv 2307.08691), {@code flash_attention.cu}: one block of four
 * warps for 128 queries (64 beyond head dim 128) and tiles of 64 keys (32 from head dim 128 on), double-buffered by cp.async; scores
 * and probabilities stay in registers. Very short sequences are given a warp each, {@code temporal_attention.cu}; one or few query
 * rows go to {@link FlashDecode}, as a library would choose.
 */
public final class FlashAttention extends CudaKernel<Attention> {
    private static final int MAX_HEAD_DIM = 256;
    private static final int WARPS = 4;

    /** Head dims the kernel is compiled for, with the 16-row tiles of a warp and the keys of a tile. */
    private enum Tile {
        D48(48, 2, 64),
        D64(64, 2, 64),
        D80(80, 2, 64),
        D128(128, 2, 32),
        D160(160, 1, 32),
        D256(256, 1, 32);

        final int headDim;
        final int queries;
        final int keys;

        Tile(int headDim, int rowTiles, int keys) {
            this.headDim = headDim;
            this.queries = WARPS * rowTiles * 16;
            this.keys = keys;
        }

        static Tile of(int headDim) {
            for (Tile tile : values()) {
                if (headDim <= tile.headDim) {
                    return tile;
                }
            }
            throw new IllegalArgumentException("head dim " + headDim);
        }

        int sharedBytes() {
            return (queries + 4 * keys) * (headDim + 8) * 2;
        }
    }

    public FlashAttention() {
        super("cuda/flash", Attention.class);
    }

    @Override
    public Optional<String> unsupported(Attention shape) {
        return refuse(shape);
    }

    /** Why one-pass attention refuses a shape. */
    static Optional<String> refuse(Attention shape) {
        if (shape.headDim() % 8 != 0) {
            return Optional.of("head dim must be a multiple of 8 for 128-bit accesses");
        }
        if (shape.headDim() > MAX_HEAD_DIM) {
            return Optional.of("head dim over " + MAX_HEAD_DIM + ": its output tile does not fit the registers; cuda/unfused computes it");
        }
        return Optional.empty();
    }

    @Override
    void plan(Attention shape, CudaBinding binding) {
        if (FlashDecode.suits(shape)) {
            FlashDecode.split(shape, binding);
        } else if (WarpAttention.suits(shape)) {
            binding.launch(WarpAttention.contiguous(shape, launch -> binding.attention(launch, shape)));
        } else {
            tiled(shape, binding);
        }
    }

    private static void tiled(Attention shape, CudaBinding binding) {
        Tile tile = Tile.of(shape.headDim());
        long blocks = (long) ceilDivide(shape.queryLength(), tile.queries) * shape.heads() * shape.batch();
        long queryRow = (long) shape.heads() * shape.headDim();
        long keyRow = (long) shape.kvHeads() * shape.headDim();
        Launch.Builder launch = Launch.of("flash_attention", "flash_attention_d" + tile.headDim, 32 * WARPS, tile.sharedBytes());
        binding.launch(binding.attention(launch, shape)
                .integer(shape.heads()).integer(shape.heads() / shape.kvHeads())
                .integer(shape.queryLength()).integer(shape.keyLength()).integer(shape.headDim())
                .integer64(shape.queryLength() * queryRow).integer64(queryRow)
                .integer64(shape.keyLength() * keyRow).integer64(keyRow)
                .real(scaleLog2(shape.headDim())).integer(shape.causal() ? 1 : 0)
                .grid(blocks, 1, 1));
    }

    /** {@code log₂e / √headDim}: scores are scaled and brought to base 2 in one multiplication. */
    static float scaleLog2(int headDim) {
        return (float) (1 / Math.log(2) / Math.sqrt(headDim));
    }
}
