package genops.benchmarks.turns;

import genops.benchmarks.fork.OthersShare;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Puts what a call of each kernel took in a round into JMH's secondary results, under the kernel's id, and the share of processor time that
 * others took meanwhile as {@value #FOREIGN}.
 */
public final class TurnsProfiler implements InternalProfiler {
    /** Name of the secondary result; NaN where the system does not tell. */
    static final String FOREIGN = "foreign";
    /** Stands before a kernel's id where the time is that of a device's own clock. */
    static final String DEVICE = "device ";

    /** The system counts in hundredths of a second: a shorter round has the share of the time that it ends. */
    private static final long WINDOW_NANOSECONDS = 100_000_000;

    private final OthersShare others = new OthersShare();
    private long windowBegun = System.nanoTime();
    private double share;

    @Override
    public String getDescription() {
        return "Time of a call of each kernel that takes turns";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        // a round's share begins where that of the last one ended
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        List<ScalarResult> results = new ArrayList<>();
        TurnsBenchmark.opened().ifPresent(turns -> turns.contenders().forEach(c -> {
            results.add(new ScalarResult(c.kernel(), c.callNanoseconds(), "ns/op", AggregationPolicy.AVG));
            c.deviceNanoseconds().ifPresent(n -> results.add(new ScalarResult(DEVICE + c.kernel(), n, "ns/op", AggregationPolicy.AVG)));
        }));
        if (System.nanoTime() - windowBegun >= WINDOW_NANOSECONDS) {
            share = others.next();
            windowBegun = System.nanoTime();
        }
        results.add(new ScalarResult(FOREIGN, share, "of processor time", AggregationPolicy.AVG));
        return results;
    }
}
