package genops.benchmarks;

import genops.shapes.operator.OperatorType;
import org.openjdk.jmh.annotations.Param;

/** Times {@link genops.shapes.operator.Softmax}. */
public class SoftmaxBenchmark extends OperatorBenchmark {
    /** Canonical text of the shape. */
    @Param({})
    public String softmax;

    public SoftmaxBenchmark() {
        super(OperatorType.SOFTMAX);
    }

    @Override
    String shape() {
        return softmax;
    }
}
