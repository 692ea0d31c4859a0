package genops.benchmarks;

import genops.shapes.operator.OperatorType;
import org.openjdk.jmh.annotations.Param;

/** Times {@link genops.shapes.operator.Upsample}. */
public class UpsampleBenchmark extends OperatorBenchmark {
    /** Canonical text of the shape. */
    @Param({})
    public String upsample;

    public UpsampleBenchmark() {
        super(OperatorType.UPSAMPLE);
    }

    @Override
    String shape() {
        return upsample;
    }
}
