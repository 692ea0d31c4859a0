package genops.benchmarks;

import genops.shapes.operator.OperatorType;
import org.openjdk.jmh.annotations.Param;

/** Times {@link genops.shapes.operator.Linear}. */
public class LinearBenchmark extends OperatorBenchmark {
    /** Canonical text of the shape. */
    @Param({})
    public String linear;

    public LinearBenchmark() {
        super(OperatorType.LINEAR);
    }

    @Override
    String shape() {
        return linear;
    }
}
