package genops.kernels.reference;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import genops.kernels.Tensors;
import genops.shapes.operator.RmsNorm;
import java.lang.foreign.MemorySegment;

/** {@code y = w · x / √(mean(x²) + ε)}, one row at a time; a sum of squares is well conditioned, so the magnitude is {@code |y|}. */
public final class RmsNormReference implements Reference<RmsNorm> {

    @Override
    public Class<RmsNorm> operator() {
        return RmsNorm.class;
    }

    @Override
    public int unitLength(RmsNorm shape) {
        return shape.channels();
    }

    @Override
    public long reductionLength(RmsNorm shape) {
        return shape.channels();
    }

    @Override
    public void evaluate(RmsNorm shape, Tensors tensors, long unit, double[] value, double[] magnitude) {
        MemorySegment input = tensors.get("input");
        long row = unit * shape.channels();
        double squares = 0;
        for (int c = 0; c < shape.channels(); c++) {
            double x = input.getAtIndex(JAVA_FLOAT, row + c);
            squares += x * x;
        }
        double scale = 1 / Math.sqrt(squares / shape.channels() + RmsNorm.EPSILON);
        for (int c = 0; c < shape.channels(); c++) {
            value[c] = tensors.get("weight").getAtIndex(JAVA_FLOAT, c) * scale * input.getAtIndex(JAVA_FLOAT, row + c);
            magnitude[c] = Math.abs(value[c]);
        }
    }
}
