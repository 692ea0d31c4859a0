package genops.kernels.reference;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import genops.kernels.Tensors;
import genops.shapes.operator.BroadcastAdd;
import java.lang.foreign.MemorySegment;

/** {@code y[n,x,c] = a[n,x,c] + b[n,c]}, one position at a time; the magnitude is {@code |a| + |b|}. */
public final class BroadcastAddReference implements Reference<BroadcastAdd> {

    @Override
    public Class<BroadcastAdd> operator() {
        return BroadcastAdd.class;
    }

    @Override
    public int unitLength(BroadcastAdd shape) {
        return shape.channels();
    }

    @Override
    public long reductionLength(BroadcastAdd shape) {
        return 1;
    }

    @Override
    public void evaluate(BroadcastAdd shape, Tensors tensors, long unit, double[] value, double[] magnitude) {
        MemorySegment left = tensors.get("left");
        MemorySegment right = tensors.get("right");
        long sample = unit / shape.positions();
        for (int c = 0; c < shape.channels(); c++) {
            double a = left.getAtIndex(JAVA_FLOAT, unit * shape.channels() + c);
            double b = right.getAtIndex(JAVA_FLOAT, sample * shape.channels() + c);
            value[c] = a + b;
            magnitude[c] = Math.abs(a) + Math.abs(b);
        }
    }
}
