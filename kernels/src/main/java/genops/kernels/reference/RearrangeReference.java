package genops.kernels.reference;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import genops.kernels.Tensors;
import genops.shapes.operator.Rearrange;
import java.util.Arrays;

/** The channels of one place at a time; data is only moved, so the magnitude is 0: any difference is an error. */
public final class RearrangeReference implements Reference<Rearrange> {

    @Override
    public Class<Rearrange> operator() {
        return Rearrange.class;
    }

    @Override
    public int unitLength(Rearrange shape) {
        return shape.channels();
    }

    @Override
    public long reductionLength(Rearrange shape) {
        return 1;
    }

    @Override
    public void evaluate(Rearrange shape, Tensors tensors, long unit, double[] value, double[] magnitude) {
        Arrays.fill(magnitude, 0);
        long first = unit % shape.first();
        long second = unit / shape.first() % shape.second();
        long sample = unit / shape.first() / shape.second();
        long place = (sample * shape.first() + first) * shape.second() + second;
        for (int c = 0; c < shape.channels(); c++) {
            value[c] = tensors.get("input").getAtIndex(JAVA_FLOAT, place * shape.channels() + c);
        }
    }
}
