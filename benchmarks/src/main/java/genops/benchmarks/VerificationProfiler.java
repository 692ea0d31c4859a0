package genops.benchmarks;

import genops.benchmarks.fork.ForkJvm;
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
 * Puts what only the fork knows beside the time in JMH's own results: the verification error as secondary result
 * {@code verificationError}, and for a kernel on a device the time by the device's clock as {@value #DEVICE_TIME}.
 */
public final class VerificationProfiler implements InternalProfiler {
    /** Name of the secondary result, in nanoseconds of one operation. */
    public static final String DEVICE_TIME = "deviceTime";

    private static volatile double error = Double.NaN;
    private static volatile double deviceNanoseconds = Double.NaN;

    /** JMH makes it in the fork before anything is set up, so that what the fork says of itself costs no timed call anything. */
    public VerificationProfiler() {
        ForkJvm.say();
    }

    static void error(double value) {
        error = value;
    }

    /** Device time of the iteration that ends. */
    static void deviceNanoseconds(double value) {
        deviceNanoseconds = value;
    }

    @Override
    public String getDescription() {
        return "Verification error relative to the magnitude of the elements, and time by the clock of a device";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        // the error is known once the trial is set up
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        List<ScalarResult> results = new ArrayList<>();
        if (!Double.isNaN(error)) {
            results.add(new ScalarResult("verificationError", error, "of magnitude", AggregationPolicy.MAX));
        }
        if (!Double.isNaN(deviceNanoseconds)) {
            results.add(new ScalarResult(DEVICE_TIME, deviceNanoseconds, "ns/op", AggregationPolicy.AVG));
        }
        return results;
    }
}
