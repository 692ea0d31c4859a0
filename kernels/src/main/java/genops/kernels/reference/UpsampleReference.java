package genops.kernels.reference;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import genops.kernels.Tensors;
import genops.shapes.operator.Upsample;
import java.util.Arrays;

/** One output pixel at a time; data is only moved, so the magnitude is 0: any difference is an error. */
public final class UpsampleReference implements Reference<Upsample> {

    @Override
    public Class<Upsample> operator() {
        return Upsample.class;
    }

    @Override
    public int unitLength(Upsample shape) {
        return shape.channels();
    }

    @Override
    public long reductionLength(Upsample shape) {
        return 1;
    }

    @Override
    public void evaluate(Upsample shape, Tensors tensors, long unit, double[] value, double[] magnitude) {
        Arrays.fill(magnitude, 0);
        long outWidth = (long) shape.width() * shape.factor();
        long outHeight = (long) shape.height() * shape.factor();
        long column = unit % outWidth / shape.factor();
        long row = unit / outWidth % outHeight / shape.factor();
        long sample = unit / outWidth / outHeight;
        long pixel = (sample * shape.height() + row) * shape.width() + column;
        for (int c = 0; c < shape.channels(); c++) {
            value[c] = tensors.get("input").getAtIndex(JAVA_FLOAT, pixel * shape.channels() + c);
        }
    }
}
