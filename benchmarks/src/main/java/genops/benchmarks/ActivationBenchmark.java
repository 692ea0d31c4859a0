package genops.benchmarks;

import genops.shapes.operator.OperatorType;
import org.openjdk.jmh.annotations.Param;

/** Times {@link genops.shapes.operator.Activation}. */
public class ActivationBenchmark extends OperatorBenchmark {
    /** Canonical text of the shape. */
    @Param({})
    public String activation;

    public ActivationBenchmark() {
        super(OperatorType.ACTIVATION);
    }

    @Override
    String shape() {
        return activation;
    }
}
