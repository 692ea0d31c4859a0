package genops.kernels.onednn;

import static genops.kernels.onednn.OneDnn.ARG_DESTINATION;
import static genops.kernels.onednn.OneDnn.ARG_SCALE;
import static genops.kernels.onednn.OneDnn.ARG_SOURCE;

import genops.kernels.Tensors;
import genops.shapes.operator.RmsNorm;

/** RMS normalisation over the channels of each row: the layer normalisation primitive with its RMS flag. */
public final class RmsNormalization extends OneDnnKernel<RmsNorm> {
    private static final int RMS_WITH_SCALE = 32 | 2;

    public RmsNormalization() {
        super("norm", RmsNorm.class);
    }

    @Override
    void build(Primitives primitives, RmsNorm shape, Tensors tensors) {
        long rows = primitives.rowMajor(shape.rows(), shape.channels());
        long vector = primitives.rowMajor(shape.channels());
        long norm = primitives.describe("dnnl_layer_normalization_forward_primitive_desc_create", OneDnn.FORWARD_INFERENCE, rows, rows,
                0L, (float) RmsNorm.EPSILON, RMS_WITH_SCALE, primitives.attributes());
        primitives.add(norm, ARG_SOURCE, primitives.memory(rows, tensors.get("input")),
                ARG_SCALE, primitives.memory(vector, tensors.get("weight")),
                ARG_DESTINATION, primitives.memory(rows, tensors.output()));
    }
}
