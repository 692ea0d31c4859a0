package genops.kernels.onednn;

import genops.kernels.Tensors;
import genops.shapes.operator.Activation;

/** Pointwise activation by the eltwise primitive. */
public final class PointwiseActivation extends OneDnnKernel<Activation> {

    public PointwiseActivation() {
        super("eltwise", Activation.class);
    }

    @Override
    void build(Primitives primitives, Activation shape, Tensors tensors) {
        switch (shape.function()) {
            case RELU -> Eltwise.RELU.add(primitives, shape.elements(), 0, tensors);
            case SILU -> Eltwise.SWISH.add(primitives, shape.elements(), 1, tensors);
            case GELU -> Eltwise.GELU_ERF.add(primitives, shape.elements(), 0, tensors);
            case GELU_TANH -> Eltwise.GELU_TANH.add(primitives, shape.elements(), 0, tensors);
            case QUICK_GELU -> Eltwise.SWISH.add(primitives, shape.elements(), 1.702f, tensors);
        }
    }
}
