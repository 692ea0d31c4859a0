package genops.benchmarks;

import genops.shapes.operator.OperatorType;
import org.openjdk.jmh.annotations.Param;

/** Times {@link genops.shapes.operator.LayerNorm}. */
public class LayerNormBenchmark extends OperatorBenchmark {
    /** Canonical text of the shape. */
    @Param({})
    public String layerNorm;

    public LayerNormBenchmark() {
        super(OperatorType.LAYER_NORM);
    }

    @Override
    String shape() {
        return layerNorm;
    }
}
