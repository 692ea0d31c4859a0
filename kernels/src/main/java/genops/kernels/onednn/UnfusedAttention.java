package genops.kernels.onednn;

import genops.kernels.Tensors;
import genops.shapes.operator.Attention;

/** Attention over a materialised score matrix; see {@link AttentionProblem}. */
public final class UnfusedAttention extends OneDnnKernel<Attention> {

    public UnfusedAttention() {
        super("unfused", Attention.class);
    }

    @Override
    public long workspaceBytes(Attention shape) {
        long scores = (long) shape.queryLength() * shape.keyLength();
        return 4 * scores * ((long) shape.batch() * (shape.queryLength() == 1 ? shape.heads() : shape.kvHeads()) + (shape.causal() ? 1 : 0));
    }

    @Override
    void build(Primitives primitives, Attention shape, Tensors tensors) {
        long b = shape.batch();
        long h = shape.heads();
        long g = shape.kvHeads();
        long q = shape.queryLength();
        long k = shape.keyLength();
        long d = shape.headDim();
        long shared = h / g;
        long[] keys = {b, g, k, d};
        long[] keyStrides = {k * g * d, d, g * d, 1};
        AttentionProblem problem = q == 1
                // the query heads that share a key head are the rows of one product
                ? new AttentionProblem(new long[] {b, g, shared, d}, new long[] {h * d, shared * d, d, 1}, keys, keyStrides,
                        1, 0, false)
                // matmul falls back to a scalar loop where keys are repeated over a dimension of the batch: so, one run for each
                : new AttentionProblem(new long[] {b, g, q, d}, new long[] {q * h * d, shared * d, h * d, 1}, keys, keyStrides,
                        (int) shared, d, shape.causal());
        problem.build(primitives, tensors);
    }
}
