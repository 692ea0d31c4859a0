package genops.benchmarks;

import genops.shapes.operator.OperatorType;
import org.openjdk.jmh.annotations.Param;

/** Times {@link genops.shapes.operator.Embedding}. */
public class EmbeddingBenchmark extends OperatorBenchmark {
    /** Canonical text of the shape. */
    @Param({})
    public String embedding;

    public EmbeddingBenchmark() {
        super(OperatorType.EMBEDDING);
    }

    @Override
    String shape() {
        return embedding;
    }
}
