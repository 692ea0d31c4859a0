package genops.kernels.onednn;

import static genops.kernels.onednn.OneDnn.ARG_BIAS;
import static genops.kernels.onednn.OneDnn.ARG_DESTINATION;
import static genops.kernels.onednn.OneDnn.ARG_SOURCE;
import static genops.kernels.onednn.OneDnn.ARG_WEIGHTS;

import genops.kernels.Tensors;
import genops.shapes.operator.Linear;

/**
 * {@code Y = X Wᵀ + bias} by the matmul primitive. Input and output are row-major as they lie; the weight is reordered to the layout
 * the primitive chooses once, when the kernel is bound. The fastest of its implementations is taken; see {@link FastestChoice}.
 */
public final class MatmulLinear extends FastestChoice<Linear> {

    public MatmulLinear() {
        super("matmul", Linear.class);
    }

    @Override
    public long workspaceBytes(Linear shape) {
        // the reordered weight, its panels padded to full vectors, of two implementations that are compared
        return 2 * 4L * shape.inFeatures() * (shape.outFeatures() + 64L);
    }

    @Override
    void build(Primitives primitives, Linear shape, Tensors tensors) {
        long m = shape.rows();
        long n = shape.outFeatures();
        long k = shape.inFeatures();
        long input = primitives.rowMajor(m, k);
        long given = primitives.strided(new long[] {k, n}, new long[] {1, k});
        long output = primitives.rowMajor(m, n);
        long bias = shape.bias() ? primitives.rowMajor(1, n) : 0;
        long matmul = primitives.describeChoice("dnnl_matmul_primitive_desc_create", input, primitives.any(k, n), bias,
                output, primitives.attributes());
        long x = primitives.memory(input, tensors.get("input"));
        long w = primitives.weight(given, tensors.get("weight"), OneDnn.chosen(matmul, OneDnn.QUERY_WEIGHTS));
        long y = primitives.memory(output, tensors.output());
        if (shape.bias()) {
            long b = primitives.memory(bias, tensors.get("bias"));
            primitives.add(matmul, ARG_SOURCE, x, ARG_WEIGHTS, w, ARG_BIAS, b, ARG_DESTINATION, y);
        } else {
            primitives.add(matmul, ARG_SOURCE, x, ARG_WEIGHTS, w, ARG_DESTINATION, y);
        }
    }
}
