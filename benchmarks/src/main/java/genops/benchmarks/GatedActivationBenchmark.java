package genops.benchmarks;

import genops.shapes.operator.OperatorType;
import org.openjdk.jmh.annotations.Param;

/** Times {@link genops.shapes.operator.GatedActivation}. */
public class GatedActivationBenchmark extends OperatorBenchmark {
    /** Canonical text of the shape. */
    @Param({})
    public String gatedActivation;

    public GatedActivationBenchmark() {
        super(OperatorType.GATED_ACTIVATION);
    }

    @Override
    String shape() {
        return gatedActivation;
    }
}
