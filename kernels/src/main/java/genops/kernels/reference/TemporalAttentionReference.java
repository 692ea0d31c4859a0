package genops.kernels.reference;

import genops.kernels.Tensors;
import genops.shapes.operator.TemporalAttention;

/** {@link TemporalAttention} in double precision; a unit is the output row of one head at one position of one frame. */
public final class TemporalAttentionReference implements Reference<TemporalAttention> {

    @Override
    public Class<TemporalAttention> operator() {
        return TemporalAttention.class;
    }

    @Override
    public int unitLength(TemporalAttention shape) {
        return shape.headDim();
    }

    /** The longer of the two sums behind an element: over the head dim for a score, over the frames for the output. */
    @Override
    public long reductionLength(TemporalAttention shape) {
        return Math.max(shape.headDim(), shape.frames());
    }

    @Override
    public void evaluate(TemporalAttention shape, Tensors tensors, long unit, double[] value, double[] magnitude) {
        long unitsPerFrame = (long) shape.positions() * shape.heads();
        int frame = (int) (unit / unitsPerFrame);
        long keyOffset = unit % unitsPerFrame * shape.headDim();
        int keys = shape.causal() ? frame + 1 : shape.frames();
        new AttentionRow(shape.headDim(), keyOffset, unitsPerFrame * shape.headDim(), keys)
                .evaluate(tensors, unit * shape.headDim(), value, magnitude);
    }
}
