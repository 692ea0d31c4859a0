package genops.kernels.reference;

import genops.kernels.Tensors;
import genops.shapes.operator.Linear;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@code Y = X Wᵀ + bias}, one output element a unit. */
public final class LinearReference implements Reference<Linear> {

    @Override
    public Class<Linear> operator() {
        return Linear.class;
    }

    @Override
    public int unitLength(Linear shape) {
        return 1;
    }

    @Override
    public long reductionLength(Linear shape) {
        return shape.inFeatures() + (shape.bias() ? 1 : 0);
    }

    @Override
    public void evaluate(Linear shape, Tensors tensors, long unit, double[] value, double[] magnitude) {
        long row = unit / shape.outFeatures();
        long feature = unit % shape.outFeatures();
        MemorySegment input = tensors.get("input");
        MemorySegment weight = tensors.get("weight");
        double sum = 0;
        double absolute = 0;
        if (shape.bias()) {
            sum = tensors.get("bias").getAtIndex(ValueLayout.JAVA_FLOAT, feature);
            absolute = Math.abs(sum);
        }
        int depth = shape.inFeatures();
        for (int p = 0; p < depth; p++) {
            double term = (double) input.getAtIndex(ValueLayout.JAVA_FLOAT, row * depth + p)
                    * weight.getAtIndex(ValueLayout.JAVA_FLOAT, feature * depth + p);
            sum += term;
            absolute += Math.abs(term);
        }
        value[0] = sum;
        magnitude[0] = absolute;
    }
}
