package genops.kernels.onednn;

import genops.kernels.Tensors;
import genops.shapes.operator.TemporalAttention;

/** Attention over the frames at each position, read where they lie by strides; see {@link AttentionProblem}. */
public final class UnfusedTemporalAttention extends OneDnnKernel<TemporalAttention> {

    public UnfusedTemporalAttention() {
        super("unfused", TemporalAttention.class);
    }

    @Override
    public long workspaceBytes(TemporalAttention shape) {
        return 4L * shape.frames() * shape.frames() * ((long) shape.positions() * shape.heads() + (shape.causal() ? 1 : 0));
    }

    @Override
    void build(Primitives primitives, TemporalAttention shape, Tensors tensors) {
        long x = shape.positions();
        long h = shape.heads();
        long t = shape.frames();
        long d = shape.headDim();
        long[] dimensions = {x, h, t, d};
        // of a single position any stride is right, but where it is that of the frames oneDNN 3.13 multiplies wrongly
        long position = x == 1 ? t * h * d : h * d;
        long[] strides = {position, d, x * h * d, 1};
        new AttentionProblem(dimensions, strides, dimensions, strides, 1, 0, shape.causal()).build(primitives, tensors);
    }
}
