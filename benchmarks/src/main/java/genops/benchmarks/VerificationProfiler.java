package genops.benchmarks;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Puts the verification error beside the time in JMH's own results, as secondary result {@code verificationError}. */
public final class VerificationProfiler implements InternalProfiler {
    private static volatile double error = Double.NaN;

    static void error(double value) {
        error = value;
    }

    @Override
    public String getDescription() {
        return "Largest error of the verified output elements, relative to their magnitude";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        // the error is known once the trial is set up
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        return Double.isNaN(error) ? List.of()
                : List.of(new ScalarResult("verificationError", error, "of magnitude", AggregationPolicy.MAX));
    }
}
