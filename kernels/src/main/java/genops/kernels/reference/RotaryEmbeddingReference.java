package genops.kernels.reference;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import genops.kernels.Tensors;
import genops.shapes.operator.RotaryEmbedding;
import java.lang.foreign.MemorySegment;

/** Rotation of the halves of one head at a time; the magnitude is the sum of the absolute values of both products. */
public final class RotaryEmbeddingReference implements Reference<RotaryEmbedding> {

    @Override
    public Class<RotaryEmbedding> operator() {
        return RotaryEmbedding.class;
    }

    @Override
    public int unitLength(RotaryEmbedding shape) {
        return shape.headDim();
    }

    @Override
    public long reductionLength(RotaryEmbedding shape) {
        return 2;
    }

    @Override
    public void evaluate(RotaryEmbedding shape, Tensors tensors, long unit, double[] value, double[] magnitude) {
        MemorySegment input = tensors.get("input");
        int half = shape.headDim() / 2;
        long token = unit / shape.heads();
        for (int i = 0; i < half; i++) {
            double first = input.getAtIndex(JAVA_FLOAT, unit * shape.headDim() + i);
            double second = input.getAtIndex(JAVA_FLOAT, unit * shape.headDim() + half + i);
            double cosine = tensors.get("cosine").getAtIndex(JAVA_FLOAT, token * half + i);
            double sine = tensors.get("sine").getAtIndex(JAVA_FLOAT, token * half + i);
            value[i] = first * cosine - second * sine;
            value[half + i] = second * cosine + first * sine;
            magnitude[i] = Math.abs(first * cosine) + Math.abs(second * sine);
            magnitude[half + i] = Math.abs(second * cosine) + Math.abs(first * sine);
        }
    }
}
