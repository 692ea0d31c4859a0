package genops.benchmarks;

import genops.shapes.operator.OperatorType;
import org.openjdk.jmh.annotations.Param;

/** Times {@link genops.shapes.operator.TemporalConvolution}. */
public class TemporalConvolutionBenchmark extends OperatorBenchmark {
    /** Canonical text of the shape. */
    @Param({})
    public String temporalConvolution;

    public TemporalConvolutionBenchmark() {
        super(OperatorType.TEMPORAL_CONVOLUTION);
    }

    @Override
    String shape() {
        return temporalConvolution;
    }
}
