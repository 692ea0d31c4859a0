package genops.kernels.onednn;

import static genops.kernels.onednn.OneDnn.ARG_DESTINATION;
import static genops.kernels.onednn.OneDnn.ARG_SCALE;
import static genops.kernels.onednn.OneDnn.ARG_SHIFT;
import static genops.kernels.onednn.OneDnn.ARG_SOURCE;

import genops.kernels.Tensors;
import genops.shapes.operator.LayerNorm;

/** Layer normalisation over the channels of each row by its primitive. */
public final class LayerNormalization extends OneDnnKernel<LayerNorm> {
    private static final int USE_SCALE_AND_SHIFT = 2 | 4;

    public LayerNormalization() {
        super("norm", LayerNorm.class);
    }

    @Override
    void build(Primitives primitives, LayerNorm shape, Tensors tensors) {
        long rows = primitives.rowMajor(shape.rows(), shape.channels());
        long vector = primitives.rowMajor(shape.channels());
        long norm = primitives.describe("dnnl_layer_normalization_forward_primitive_desc_create", OneDnn.FORWARD_INFERENCE, rows, rows,
                0L, (float) LayerNorm.EPSILON, USE_SCALE_AND_SHIFT, primitives.attributes());
        primitives.add(norm, ARG_SOURCE, primitives.memory(rows, tensors.get("input")),
                ARG_SCALE, primitives.memory(vector, tensors.get("weight")),
                ARG_SHIFT, primitives.memory(vector, tensors.get("bias")),
                ARG_DESTINATION, primitives.memory(rows, tensors.output()));
    }
}
