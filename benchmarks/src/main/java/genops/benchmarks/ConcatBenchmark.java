package genops.benchmarks;

import genops.shapes.operator.OperatorType;
import org.openjdk.jmh.annotations.Param;

/** Times {@link genops.shapes.operator.Concat}. */
public class ConcatBenchmark extends OperatorBenchmark {
    /** Canonical text of the shape. */
    @Param({})
    public String concat;

    public ConcatBenchmark() {
        super(OperatorType.CONCAT);
    }

    @Override
    String shape() {
        return concat;
    }
}
