package genops.benchmarks;

import genops.shapes.operator.OperatorType;
import org.openjdk.jmh.annotations.Param;

/** Times {@link genops.shapes.operator.BroadcastAdd}. */
public class BroadcastAddBenchmark extends OperatorBenchmark {
    /** Canonical text of the shape. */
    @Param({})
    public String broadcastAdd;

    public BroadcastAddBenchmark() {
        super(OperatorType.BROADCAST_ADD);
    }

    @Override
    String shape() {
        return broadcastAdd;
    }
}
