package genops.kernels.reference;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import genops.kernels.Tensors;
import genops.shapes.operator.Scale;

/** {@code y = x / √2}; the magnitude is {@code |y|}. */
public final class ScaleReference implements Reference<Scale> {

    @Override
    public Class<Scale> operator() {
        return Scale.class;
    }

    @Override
    public int unitLength(Scale shape) {
        return 1;
    }

    @Override
    public long reductionLength(Scale shape) {
        return 1;
    }

    @Override
    public void evaluate(Scale shape, Tensors tensors, long unit, double[] value, double[] magnitude) {
        value[0] = Scale.FACTOR * tensors.get("input").getAtIndex(JAVA_FLOAT, unit);
        magnitude[0] = Math.abs(value[0]);
    }
}
