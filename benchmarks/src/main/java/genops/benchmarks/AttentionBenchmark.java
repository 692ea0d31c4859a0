package genops.benchmarks;

import genops.shapes.operator.OperatorType;
import org.openjdk.jmh.annotations.Param;

/** Times {@link genops.shapes.operator.Attention}. */
public class AttentionBenchmark extends OperatorBenchmark {
    /** Canonical text of the shape. */
    @Param({})
    public String attention;

    public AttentionBenchmark() {
        super(OperatorType.ATTENTION);
    }

    @Override
    String shape() {
        return attention;
    }
}
