package genops.benchmarks;

import genops.shapes.operator.OperatorType;
import org.openjdk.jmh.annotations.Param;

/** Times {@link genops.shapes.operator.Convolution}. */
public class ConvolutionBenchmark extends OperatorBenchmark {
    /** Canonical text of the shape. */
    @Param({})
    public String convolution;

    public ConvolutionBenchmark() {
        super(OperatorType.CONVOLUTION);
    }

    @Override
    String shape() {
        return convolution;
    }
}
