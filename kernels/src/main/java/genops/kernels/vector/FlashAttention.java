package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.shapes.operator.Attention;

/**
 * Scaled dot-product attention without a score matrix in memory: by tiles with an online softmax ({@link FlashTiles}), and for a
 * single query, as in decoding with a cache, split over the keys with a final combination ({@link FlashDecode}). Any length and any
 * head dim. fp32, layouts as {@link Attention} states.
 */
public final class FlashAttention implements Kernel<Attention> {

    @Override
    public String id() {
        return "vector/flash";
    }

    @Override
    public Class<Attention> operator() {
        return Attention.class;
    }

    @Override
    public long workspaceBytes(Attention shape) {
        return decodes(shape)
                ? FlashDecode.workspaceBytes(shape)
                : FlashTiles.workspaceBytes(shape);
    }

    @Override
    public BoundKernel bind(Attention shape, Tensors tensors) {
        AttentionLayout layout = AttentionLayout.of(shape, tensors);
        return decodes(shape) ? new FlashDecode(layout) : new FlashTiles(layout);
    }

    private static boolean decodes(Attention shape) {
        return shape.queryLength() == 1;
    }
}
