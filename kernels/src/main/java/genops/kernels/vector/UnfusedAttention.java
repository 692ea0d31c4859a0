package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.shapes.operator.Attention;

/**
 * Scaled dot-product attention as three operators over a score matrix in memory, {@code S = QKᵀ}, {@code P = softmax(S)},
 * {@code O = PV}: the baseline of {@link FlashAttention}. fp32, layouts as {@link Attention} states.
 *
 * <p>An honest one. Each pass is as fast as its part of the fused kernel: the same micro-kernel, packed panels, tiles and exponential;
 * the scale is folded into the packed keys; a row of softmax is swept three times while it lies in cache, so the matrix is written
 * and read once by each pass and no more; a causal mask skips the tiles above the diagonal in all passes, as it does in the fused
 * kernel; a single query takes loops bound by reading keys and values, not a multiplication of matrices with one row of them used.
 * What it does not do is what makes it unfused: no pass begins for any head before the one before it has ended for all.
 */
public final class UnfusedAttention implements Kernel<Attention> {

    @Override
    public String id() {
        return "vector/unfused";
    }

    @Override
    public Class<Attention> operator() {
        return Attention.class;
    }

    @Override
    public long workspaceBytes(Attention shape) {
        return decodes(shape)
                ? UnfusedDecode.workspaceBytes(shape)
                : UnfusedTiles.workspaceBytes(shape);
    }

    @Override
    public BoundKernel bind(Attention shape, Tensors tensors) {
        AttentionLayout layout = AttentionLayout.of(shape, tensors);
        return decodes(shape) ? new UnfusedDecode(layout) : new UnfusedTiles(layout);
    }

    private static boolean decodes(Attention shape) {
        return shape.queryLength() == 1;
    }

    /** Bytes of a row of the score matrix: whole vectors, so that rows are aligned. */
    static long scoreRowBytes(int keys) {
        return (long) Packing.vectors(keys) * Simd.VECTOR_BYTES;
    }

    /**
     * Softmax of a row of scores in base 2.
     *
     * @param visible leading scores that count; the others up to {@code columns} become 0
     * @param sums memory for a vector
     */
    static void softmaxRow(long row, int visible, int columns, long sums) {
        int vectors = Packing.vectors(columns);
        AttentionTiles.mask(row, visible, vectors * Simd.LANES);
        AttentionTiles.clear(sums, 1);
        AttentionTiles.exponentiate(row, vectors, AttentionTiles.max(row, vectors), sums);
        AttentionTiles.scale(row, row, vectors * Simd.LANES, 1 / AttentionTiles.sum(sums));
    }
}
