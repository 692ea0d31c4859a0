package genops.kernels.reference;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import genops.kernels.Tensors;
import genops.shapes.operator.GatedActivation;
import java.lang.foreign.MemorySegment;

/**
 * {@code y[m,c] = x[m,c] · f(x[m,channels+c])}, one row at a time; the magnitude is {@code |x|} times that of the function (see
 * {@link PointwiseFunctions}).
 */
public final class GatedActivationReference implements Reference<GatedActivation> {

    @Override
    public Class<GatedActivation> operator() {
        return GatedActivation.class;
    }

    @Override
    public int unitLength(GatedActivation shape) {
        return shape.channels();
    }

    @Override
    public long reductionLength(GatedActivation shape) {
        return 1;
    }

    @Override
    public void evaluate(GatedActivation shape, Tensors tensors, long unit, double[] value, double[] magnitude) {
        MemorySegment input = tensors.get("input");
        long row = 2 * unit * shape.channels();
        for (int c = 0; c < shape.channels(); c++) {
            double x = input.getAtIndex(JAVA_FLOAT, row + c);
            double gate = input.getAtIndex(JAVA_FLOAT, row + shape.channels() + c);
            value[c] = x * PointwiseFunctions.value(shape.function(), gate);
            magnitude[c] = Math.abs(x) * PointwiseFunctions.magnitude(shape.function(), gate);
        }
    }
}
