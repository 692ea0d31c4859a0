package genops.kernels.onednn;

import static genops.kernels.onednn.OneDnn.ARG_DESTINATION;
import static genops.kernels.onednn.OneDnn.ARG_SOURCE;
import static genops.kernels.onednn.OneDnn.ARG_SOURCE_1;

import genops.kernels.Tensors;
import genops.shapes.operator.BroadcastAdd;

/** Sum with a vector per sample by the binary primitive, which repeats it over the positions. */
public final class BinaryBroadcastAdd extends OneDnnKernel<BroadcastAdd> {
    private static final int ADD = 131056;

    public BinaryBroadcastAdd() {
        super("binary", BroadcastAdd.class);
    }

    @Override
    void build(Primitives primitives, BroadcastAdd shape, Tensors tensors) {
        long n = shape.batch();
        long c = shape.channels();
        long x = shape.positions();
        long tensor = primitives.rowMajor(n, x, c);
        long vector = primitives.rowMajor(n, 1, c);
        long sum = primitives.describe("dnnl_binary_primitive_desc_create", ADD, tensor, vector, tensor, primitives.attributes());
        primitives.add(sum, ARG_SOURCE, primitives.memory(tensor, tensors.get("left")),
                ARG_SOURCE_1, primitives.memory(vector, tensors.get("right")),
                ARG_DESTINATION, primitives.memory(tensor, tensors.output()));
    }
}
