package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.shapes.operator.TemporalAttention;

/**
 * Attention over the frames of a video in the layout in which the video lies: {@link FlashTiles} on rows a frame apart, which the
 * kernel gathers as it packs keys and values and reads queries. fp32, layouts as {@link TemporalAttention} states.
 */
public final class InPlaceTemporalAttention implements Kernel<TemporalAttention> {

    @Override
    public String id() {
        return "vector/in-place";
    }

    @Override
    public Class<TemporalAttention> operator() {
        return TemporalAttention.class;
    }

    @Override
    public long workspaceBytes(TemporalAttention shape) {
        return FlashTiles.workspaceBytes(shape.contiguous());
    }

    @Override
    public BoundKernel bind(TemporalAttention shape, Tensors tensors) {
        return new FlashTiles(AttentionLayout.of(shape, tensors));
    }
}
