package genops.kernels.reference;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import genops.kernels.Tensors;
import genops.shapes.operator.Add;

/** {@code y = a + b}; the magnitude is {@code |a| + |b|}. */
public final class AddReference implements Reference<Add> {

    @Override
    public Class<Add> operator() {
        return Add.class;
    }

    @Override
    public int unitLength(Add shape) {
        return 1;
    }

    @Override
    public long reductionLength(Add shape) {
        return 1;
    }

    @Override
    public void evaluate(Add shape, Tensors tensors, long unit, double[] value, double[] magnitude) {
        double left = tensors.get("left").getAtIndex(JAVA_FLOAT, unit);
        double right = tensors.get("right").getAtIndex(JAVA_FLOAT, unit);
        value[0] = left + right;
        magnitude[0] = Math.abs(left) + Math.abs(right);
    }
}
