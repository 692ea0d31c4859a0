package genops.benchmarks;

import genops.shapes.operator.OperatorType;
import org.openjdk.jmh.annotations.Param;

/** Times {@link genops.shapes.operator.Scale}. */
public class ScaleBenchmark extends OperatorBenchmark {
    /** Canonical text of the shape. */
    @Param({})
    public String scale;

    public ScaleBenchmark() {
        super(OperatorType.SCALE);
    }

    @Override
    String shape() {
        return scale;
    }
}
