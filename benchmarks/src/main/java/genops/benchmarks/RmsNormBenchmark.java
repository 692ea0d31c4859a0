package genops.benchmarks;

import genops.shapes.operator.OperatorType;
import org.openjdk.jmh.annotations.Param;

/** Times {@link genops.shapes.operator.RmsNorm}. */
public class RmsNormBenchmark extends OperatorBenchmark {
    /** Canonical text of the shape. */
    @Param({})
    public String rmsNorm;

    public RmsNormBenchmark() {
        super(OperatorType.RMS_NORM);
    }

    @Override
    String shape() {
        return rmsNorm;
    }
}
