package genops.kernels.reference;

import genops.kernels.Tensors;
import genops.shapes.operator.Convolution;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Double-precision {@link Convolution}, by its definition; a unit is one element of the output. */
public final class ConvolutionReference implements Reference<Convolution> {

    @Override
    public Class<Convolution> operator() {
        return Convolution.class;
    }

    @Override
    public int unitLength(Convolution shape) {
        return 1;
    }

    @Override
    public long reductionLength(Convolution shape) {
        return (long) shape.kernelH() * shape.kernelW() * shape.inChannels() + 1;
    }

    @Override
    public void evaluate(Convolution shape, Tensors tensors, long unit, double[] value, double[] magnitude) {
        MemorySegment input = tensors.get("input");
        MemorySegment weight = tensors.get("weight");
        int channels = shape.inChannels();
        long out = unit % shape.outChannels();
        long pixel = unit / shape.outChannels();
        long column = pixel % shape.outWidth();
        long row = pixel / shape.outWidth() % shape.outHeight();
        long image = pixel / shape.outWidth() / shape.outHeight();
        double sum = tensors.get("bias").getAtIndex(ValueLayout.JAVA_FLOAT, out);
        double absolute = Math.abs(sum);
        for (int u = 0; u < shape.kernelH(); u++) {
            for (int v = 0; v < shape.kernelW(); v++) {
                long y = row * shape.stride() + u - shape.pad();
                long x = column * shape.stride() + v - shape.pad();
                if (y < 0 || y >= shape.height() || x < 0 || x >= shape.width()) {
                    continue;
                }
                long from = ((image * shape.height() + y) * shape.width() + x) * channels;
                long with = ((out * shape.kernelH() + u) * shape.kernelW() + v) * channels;
                for (int c = 0; c < channels; c++) {
                    double term = (double) input.getAtIndex(ValueLayout.JAVA_FLOAT, from + c)
                            * weight.getAtIndex(ValueLayout.JAVA_FLOAT, with + c);
                    sum += term;
                    absolute += Math.abs(term);
                }
            }
        }
        value[0] = sum;
        magnitude[0] = absolute;
    }
}
