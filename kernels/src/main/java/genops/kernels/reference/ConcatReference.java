package genops.kernels.reference;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import genops.kernels.Tensors;
import genops.shapes.operator.Concat;
import java.util.Arrays;

/** Left and right channels of one row at a time; data is only moved, so the magnitude is 0: any difference is an error. */
public final class ConcatReference implements Reference<Concat> {

    @Override
    public Class<Concat> operator() {
        return Concat.class;
    }

    @Override
    public int unitLength(Concat shape) {
        return shape.leftChannels() + shape.rightChannels();
    }

    @Override
    public long reductionLength(Concat shape) {
        return 1;
    }

    @Override
    public void evaluate(Concat shape, Tensors tensors, long unit, double[] value, double[] magnitude) {
        Arrays.fill(magnitude, 0);
        for (int c = 0; c < shape.leftChannels(); c++) {
            value[c] = tensors.get("left").getAtIndex(JAVA_FLOAT, unit * shape.leftChannels() + c);
        }
        for (int c = 0; c < shape.rightChannels(); c++) {
            value[shape.leftChannels() + c] = tensors.get("right").getAtIndex(JAVA_FLOAT, unit * shape.rightChannels() + c);
        }
    }
}
