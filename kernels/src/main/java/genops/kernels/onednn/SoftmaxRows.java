package genops.kernels.onednn;

import static genops.kernels.onednn.OneDnn.ARG_DESTINATION;
import static genops.kernels.onednn.OneDnn.ARG_SOURCE;

import genops.kernels.Tensors;
import genops.shapes.operator.Softmax;

/** Softmax over the channels of each row by the softmax primitive. */
public final class SoftmaxRows extends OneDnnKernel<Softmax> {
    private static final int ACCURATE = 196608;

    public SoftmaxRows() {
        super("softmax", Softmax.class);
    }

    @Override
    void build(Primitives primitives, Softmax shape, Tensors tensors) {
        long rows = primitives.rowMajor(shape.rows(), shape.channels());
        long softmax = primitives.describe("dnnl_softmax_forward_primitive_desc_create", OneDnn.FORWARD_INFERENCE, ACCURATE, rows,
                rows, 1, primitives.attributes());
        primitives.add(softmax, ARG_SOURCE, primitives.memory(rows, tensors.get("input")),
                ARG_DESTINATION, primitives.memory(rows, tensors.output()));
    }
}
