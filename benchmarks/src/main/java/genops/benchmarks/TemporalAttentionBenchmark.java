package genops.benchmarks;

import genops.shapes.operator.OperatorType;
import org.openjdk.jmh.annotations.Param;

/** Times {@link genops.shapes.operator.TemporalAttention}. */
public class TemporalAttentionBenchmark extends OperatorBenchmark {
    /** Canonical text of the shape. */
    @Param({})
    public String temporalAttention;

    public TemporalAttentionBenchmark() {
        super(OperatorType.TEMPORAL_ATTENTION);
    }

    @Override
    String shape() {
        return temporalAttention;
    }
}
