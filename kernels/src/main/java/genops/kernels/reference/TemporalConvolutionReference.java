package genops.kernels.reference;

import genops.kernels.Tensors;
import genops.shapes.operator.TemporalConvolution;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Double-precision {@link TemporalConvolution}, by its definition; a unit is one element of the output. */
public final class TemporalConvolutionReference implements Reference<TemporalConvolution> {

    @Override
    public Class<TemporalConvolution> operator() {
        return TemporalConvolution.class;
    }

    @Override
    public int unitLength(TemporalConvolution shape) {
        return 1;
    }

    @Override
    public long reductionLength(TemporalConvolution shape) {
        return (long) shape.kernel() * shape.inChannels() + 1;
    }

    @Override
    public void evaluate(TemporalConvolution shape, Tensors tensors, long unit, double[] value, double[] magnitude) {
        MemorySegment input = tensors.get("input");
        MemorySegment weight = tensors.get("weight");
        int channels = shape.inChannels();
        long out = unit % shape.outChannels();
        long sequence = unit / shape.outChannels() % shape.batch();
        long frame = unit / shape.outChannels() / shape.batch();
        double sum = tensors.get("bias").getAtIndex(ValueLayout.JAVA_FLOAT, out);
        double absolute = Math.abs(sum);
        for (int u = 0; u < shape.kernel(); u++) {
            long t = frame * shape.stride() + u - shape.pad();
            if (t < 0 || t >= shape.frames()) {
                continue;
            }
            long from = (t * shape.batch() + sequence) * channels;
            long with = (out * shape.kernel() + u) * channels;
            for (int c = 0; c < channels; c++) {
                double term = (double) input.getAtIndex(ValueLayout.JAVA_FLOAT, from + c)
                        * weight.getAtIndex(ValueLayout.JAVA_FLOAT, with + c);
                sum += term;
                absolute += Math.abs(term);
            }
        }
        value[0] = sum;
        magnitude[0] = absolute;
    }
}
