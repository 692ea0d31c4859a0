package genops.benchmarks;

import genops.shapes.operator.OperatorType;
import org.openjdk.jmh.annotations.Param;

/** Times {@link genops.shapes.operator.GroupNorm}. */
public class GroupNormBenchmark extends OperatorBenchmark {
    /** Canonical text of the shape. */
    @Param({})
    public String groupNorm;

    public GroupNormBenchmark() {
        super(OperatorType.GROUP_NORM);
    }

    @Override
    String shape() {
        return groupNorm;
    }
}
