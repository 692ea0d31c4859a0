package genops.kernels.onednn;

import static genops.kernels.onednn.OneDnn.ARG_DESTINATION;
import static genops.kernels.onednn.OneDnn.ARG_SOURCE;
import static genops.kernels.onednn.OneDnn.ARG_SOURCE_1;

import genops.kernels.Tensors;
import genops.shapes.operator.Add;

/** Elementwise sum by the binary primitive. */
public final class BinaryAdd extends OneDnnKernel<Add> {
    private static final int ADD = 131056;

    public BinaryAdd() {
        super("binary", Add.class);
    }

    @Override
    void build(Primitives primitives, Add shape, Tensors tensors) {
        long vector = primitives.rowMajor(shape.elements());
        long sum = primitives.describe("dnnl_binary_primitive_desc_create", ADD, vector, vector, vector, primitives.attributes());
        primitives.add(sum, ARG_SOURCE, primitives.memory(vector, tensors.get("left")),
                ARG_SOURCE_1, primitives.memory(vector, tensors.get("right")),
                ARG_DESTINATION, primitives.memory(vector, tensors.output()));
    }
}
