package genops.benchmarks;

import genops.benchmarks.fork.Ceilings;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the limits every kernel is held against: the rate of fused multiply-adds that all threads of the pool reach together, and
 * the bandwidth at which they read and copy memory far larger than the caches. One operation is a fixed number of FLOPs or bytes,
 * see {@link Ceilings.Load#unitsPerOperation}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class CeilingBenchmark {
    /** Which limit. */
    @Param({"fma", "read", "copy"})
    public String ceiling;

    private Ceilings.Load load;

    /** Not timed: the buffers. */
    @Setup(Level.Trial)
    public void open() {
        load = Ceilings.open(ceiling);
    }

    /** One operation; the result depends on everything that was computed or read, so that nothing is left out. */
    @Benchmark
    public double run() {
        return load.run();
    }

    /** Not timed by JMH: a device's own clock. */
    @TearDown(Level.Iteration)
    public void timeOnDevice() {
        load.deviceNanoseconds().ifPresent(VerificationProfiler::deviceNanoseconds);
    }

    /** Not timed. */
    @TearDown(Level.Trial)
    public void close() {
        Ceilings.report(load);
        load.close();
    }
}
