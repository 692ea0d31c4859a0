package genops.kernels.onednn;

import static genops.kernels.onednn.OneDnn.ARG_DESTINATION;
import static genops.kernels.onednn.OneDnn.ARG_MULTIPLE_SOURCE;

import genops.kernels.Tensors;
import genops.shapes.operator.Concat;

/** Concatenation along the channels by the concat primitive. */
public final class ConcatChannels extends OneDnnKernel<Concat> {

    public ConcatChannels() {
        super("concat", Concat.class);
    }

    @Override
    void build(Primitives primitives, Concat shape, Tensors tensors) {
        long m = shape.rows();
        long left = primitives.rowMajor(m, shape.leftChannels());
        long right = primitives.rowMajor(m, shape.rightChannels());
        long output = primitives.rowMajor(m, shape.leftChannels() + shape.rightChannels());
        long concat = primitives.describe("dnnl_concat_primitive_desc_create", output, 2, 1, primitives.numbers(left, right),
                primitives.attributes());
        primitives.add(concat, ARG_MULTIPLE_SOURCE, primitives.memory(left, tensors.get("left")),
                ARG_MULTIPLE_SOURCE + 1, primitives.memory(right, tensors.get("right")),
                ARG_DESTINATION, primitives.memory(output, tensors.output()));
    }
}
