package genops.kernels.reference;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import genops.kernels.Tensors;
import genops.shapes.operator.Activation;

/** {@code y = f(x)}; value and magnitude as {@link PointwiseFunctions} states them. */
public final class ActivationReference implements Reference<Activation> {

    @Override
    public Class<Activation> operator() {
        return Activation.class;
    }

    @Override
    public int unitLength(Activation shape) {
        return 1;
    }

    @Override
    public long reductionLength(Activation shape) {
        return 1;
    }

    @Override
    public void evaluate(Activation shape, Tensors tensors, long unit, double[] value, double[] magnitude) {
        double x = tensors.get("input").getAtIndex(JAVA_FLOAT, unit);
        value[0] = PointwiseFunctions.value(shape.function(), x);
        magnitude[0] = PointwiseFunctions.magnitude(shape.function(), x);
    }
}
