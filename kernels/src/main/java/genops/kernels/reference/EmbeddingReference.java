package genops.kernels.reference;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import genops.kernels.Tensors;
import genops.shapes.operator.Embedding;
import java.util.Arrays;

/** One row of the table at a time; data is only moved, so the magnitude is 0: any difference is an error. */
public final class EmbeddingReference implements Reference<Embedding> {

    @Override
    public Class<Embedding> operator() {
        return Embedding.class;
    }

    @Override
    public int unitLength(Embedding shape) {
        return shape.channels();
    }

    @Override
    public long reductionLength(Embedding shape) {
        return 1;
    }

    @Override
    public void evaluate(Embedding shape, Tensors tensors, long unit, double[] value, double[] magnitude) {
        Arrays.fill(magnitude, 0);
        long row = tensors.get("ids").getAtIndex(JAVA_INT, unit);
        for (int c = 0; c < shape.channels(); c++) {
            value[c] = tensors.get("table").getAtIndex(JAVA_FLOAT, row * shape.channels() + c);
        }
    }
}
