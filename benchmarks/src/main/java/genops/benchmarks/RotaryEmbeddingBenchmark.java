package genops.benchmarks;

import genops.shapes.operator.OperatorType;
import org.openjdk.jmh.annotations.Param;

/** Times {@link genops.shapes.operator.RotaryEmbedding}. */
public class RotaryEmbeddingBenchmark extends OperatorBenchmark {
    /** Canonical text of the shape. */
    @Param({})
    public String rotaryEmbedding;

    public RotaryEmbeddingBenchmark() {
        super(OperatorType.ROTARY_EMBEDDING);
    }

    @Override
    String shape() {
        return rotaryEmbedding;
    }
}
