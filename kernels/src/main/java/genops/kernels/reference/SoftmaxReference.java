package genops.kernels.reference;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import genops.kernels.Tensors;
import genops.shapes.operator.Softmax;
import java.lang.foreign.MemorySegment;

/**
 * {@code y = e^(x − max) / Σ e^(x − max)}, one row at a time. Rounding {@code d = x − max} changes its exponential by the factor
 * {@code 1 + u|d|}, and the sum by the mean of {@code |d|} under y, so the magnitude is {@code y · (1 + |d| + Σ y|d|)}; what is
 * smaller than the smallest normal number may be flushed to zero.
 */
public final class SoftmaxReference implements Reference<Softmax> {

    @Override
    public Class<Softmax> operator() {
        return Softmax.class;
    }

    @Override
    public int unitLength(Softmax shape) {
        return shape.channels();
    }

    @Override
    public long reductionLength(Softmax shape) {
        return shape.channels();
    }

    @Override
    public void evaluate(Softmax shape, Tensors tensors, long unit, double[] value, double[] magnitude) {
        MemorySegment input = tensors.get("input");
        long row = unit * shape.channels();
        double max = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < shape.channels(); c++) {
            max = Math.max(max, input.getAtIndex(JAVA_FLOAT, row + c));
        }
        double sum = 0;
        double weighted = 0;
        for (int c = 0; c < shape.channels(); c++) {
            double d = input.getAtIndex(JAVA_FLOAT, row + c) - max;
            value[c] = Math.exp(d);
            sum += value[c];
            weighted -= value[c] == 0 ? 0 : value[c] * d;
        }
        for (int c = 0; c < shape.channels(); c++) {
            double d = max - input.getAtIndex(JAVA_FLOAT, row + c);
            value[c] /= sum;
            magnitude[c] = PointwiseFunctions.FLUSHED + (value[c] == 0 ? 0 : value[c] * (1 + d + weighted / sum));
        }
    }
}
