package genops.benchmarks;

import genops.shapes.operator.OperatorType;
import org.openjdk.jmh.annotations.Param;

/** Times {@link genops.shapes.operator.Rearrange}. */
public class RearrangeBenchmark extends OperatorBenchmark {
    /** Canonical text of the shape. */
    @Param({})
    public String rearrange;

    public RearrangeBenchmark() {
        super(OperatorType.REARRANGE);
    }

    @Override
    String shape() {
        return rearrange;
    }
}
