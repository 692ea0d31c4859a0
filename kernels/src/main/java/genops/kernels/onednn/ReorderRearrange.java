package genops.kernels.onednn;

import genops.kernels.Tensors;
import genops.shapes.operator.Rearrange;

/** Exchange of two axes by the reorder primitive, from one order of the strides to the other. */
public final class ReorderRearrange extends OneDnnKernel<Rearrange> {

    public ReorderRearrange() {
        super("reorder", Rearrange.class);
    }

    @Override
    void build(Primitives primitives, Rearrange shape, Tensors tensors) {
        long a = shape.first();
        long b = shape.second();
        long c = shape.channels();
        long[] dimensions = {shape.batch(), a, b, c};
        long input = primitives.rowMajor(dimensions);
        long output = primitives.strided(dimensions, new long[] {a * b * c, c, a * c, 1});
        primitives.addReorder(input, primitives.memory(input, tensors.get("input")), output,
                primitives.memory(output, tensors.output()));
    }
}
