package genops.kernels.reference;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import genops.kernels.Tensors;
import genops.shapes.operator.ActivationFunction;
import genops.shapes.operator.GroupNorm;
import java.lang.foreign.MemorySegment;

/**
 * Group normalisation, the channels of one group at one position at a time; the magnitude is that of {@link Moments#magnitude}.
 */
public final class GroupNormReference implements Reference<GroupNorm> {

    @Override
    public Class<GroupNorm> operator() {
        return GroupNorm.class;
    }

    @Override
    public int unitLength(GroupNorm shape) {
        return shape.channels() / shape.groups();
    }

    /** The elements behind one mean. */
    @Override
    public long reductionLength(GroupNorm shape) {
        return (long) shape.positions() * unitLength(shape);
    }

    /** Each unit takes the moments of its group anew, in two passes. */
    @Override
    public double unitOperations(GroupNorm shape, long elements) {
        return 2.0 * reductionLength(shape);
    }

    @Override
    public void evaluate(GroupNorm shape, Tensors tensors, long unit, double[] value, double[] magnitude) {
        MemorySegment input = tensors.get("input");
        int length = unitLength(shape);
        long sample = unit / shape.groups() / shape.positions();
        int channel = (int) (unit % shape.groups()) * length;
        Moments moments = Moments.of(input, sample * shape.positions() * shape.channels() + channel, shape.positions(), length,
                shape.channels());
        for (int i = 0; i < length; i++) {
            double x = input.getAtIndex(JAVA_FLOAT, unit * length + i);
            double weight = tensors.get("weight").getAtIndex(JAVA_FLOAT, channel + i);
            double bias = tensors.get("bias").getAtIndex(JAVA_FLOAT, channel + i);
            double scale = weight / Math.sqrt(moments.variance() + GroupNorm.EPSILON);
            double y = (x - moments.mean()) * scale + bias;
            value[i] = shape.silu() ? PointwiseFunctions.value(ActivationFunction.SILU, y) : y;
            // SiLU's slope is at most 1.1: it passes the error of y on and adds its own
            magnitude[i] = moments.magnitude(x, scale, bias)
                    + (shape.silu() ? PointwiseFunctions.magnitude(ActivationFunction.SILU, y) : 0);
        }
    }
}
