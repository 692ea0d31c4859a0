package genops.kernels.reference;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import genops.kernels.Tensors;
import genops.shapes.operator.LayerNorm;
import java.lang.foreign.MemorySegment;

/** Layer normalisation, one row at a time; the magnitude is that of {@link Moments#magnitude}. */
public final class LayerNormReference implements Reference<LayerNorm> {

    @Override
    public Class<LayerNorm> operator() {
        return LayerNorm.class;
    }

    @Override
    public int unitLength(LayerNorm shape) {
        return shape.channels();
    }

    @Override
    public long reductionLength(LayerNorm shape) {
        return shape.channels();
    }

    @Override
    public void evaluate(LayerNorm shape, Tensors tensors, long unit, double[] value, double[] magnitude) {
        MemorySegment input = tensors.get("input");
        long row = unit * shape.channels();
        Moments moments = Moments.of(input, row, 1, shape.channels(), shape.channels());
        for (int c = 0; c < shape.channels(); c++) {
            double x = input.getAtIndex(JAVA_FLOAT, row + c);
            double bias = tensors.get("bias").getAtIndex(JAVA_FLOAT, c);
            double scale = tensors.get("weight").getAtIndex(JAVA_FLOAT, c) / Math.sqrt(moments.variance() + LayerNorm.EPSILON);
            value[c] = (x - moments.mean()) * scale + bias;
            magnitude[c] = moments.magnitude(x, scale, bias);
        }
    }
}
