package genops.kernels.onednn;

import genops.kernels.Tensors;
import genops.shapes.operator.Scale;

/** Product with a constant by the eltwise primitive's linear function. */
public final class PointwiseScale extends OneDnnKernel<Scale> {

    public PointwiseScale() {
        super("eltwise", Scale.class);
    }

    @Override
    void build(Primitives primitives, Scale shape, Tensors tensors) {
        Eltwise.LINEAR.add(primitives, shape.elements(), (float) Scale.FACTOR, tensors);
    }
}
