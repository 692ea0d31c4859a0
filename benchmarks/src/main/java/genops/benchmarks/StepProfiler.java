package genops.benchmarks;

import java.util.Collection;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Puts the times of whole steps into JMH's own results: {@code unfused} and {@code flash} in nanoseconds of one step, and
 * {@code unfused.attention}, {@code flash.linear}, … for each operator class. The primary result is the time of a round, which holds a step
 * of each and what is done between calls.
 */
public final class StepProfiler implements InternalProfiler {
    private static volatile Map<String, Double> nanoseconds = Map.of();

    /** Times of the iteration that ends, by name. */
    static void nanoseconds(Map<String, Double> values) {
        nanoseconds = values;
    }

    @Override
    public String getDescription() {
        return "Time of whole steps with unfused and with flash attention, and of their operator classes";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        // the step says at the end of the iteration what it took
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        return nanoseconds.entrySet().stream()
                .map(e -> new ScalarResult(e.getKey(), e.getValue(), "ns/op", AggregationPolicy.AVG))
                .toList();
    }
}
