package genops.kernels.reference;

import genops.kernels.Tensors;
import genops.shapes.operator.Attention;

/** {@link Attention} in double precision; a unit is the output row of one head of one query, {@code headDim} elements. */
public final class AttentionReference implements Reference<Attention> {

    @Override
    public Class<Attention> operator() {
        return Attention.class;
    }

    @Override
    public int unitLength(Attention shape) {
        return shape.headDim();
    }

    /** The longer of the two sums behind an element: over the head dim for a score, over the keys for the output. */
    @Override
    public long reductionLength(Attention shape) {
        return Math.max(shape.headDim(), shape.keyLength());
    }

    @Override
    public void evaluate(Attention shape, Tensors tensors, long unit, double[] value, double[] magnitude) {
        int head = (int) (unit % shape.heads());
        long row = unit / shape.heads();
        int query = (int) (row % shape.queryLength());
        long batch = row / shape.queryLength();
        int kvHead = head / (shape.heads() / shape.kvHeads());
        long keyStride = (long) shape.kvHeads() * shape.headDim();
        long keyOffset = batch * shape.keyLength() * keyStride + (long) kvHead * shape.headDim();
        int keys = shape.causal() ? shape.keyLength() - shape.queryLength() + query + 1 : shape.keyLength();
        new AttentionRow(shape.headDim(), keyOffset, keyStride, keys)
                .evaluate(tensors, unit * shape.headDim(), value, magnitude);
    }
}
