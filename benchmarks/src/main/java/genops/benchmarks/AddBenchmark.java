package genops.benchmarks;

import genops.shapes.operator.OperatorType;
import org.openjdk.jmh.annotations.Param;

/** Times {@link genops.shapes.operator.Add}. */
public class AddBenchmark extends OperatorBenchmark {
    /** Canonical text of the shape. */
    @Param({})
    public String add;

    public AddBenchmark() {
        super(OperatorType.ADD);
    }

    @Override
    String shape() {
        return add;
    }
}
