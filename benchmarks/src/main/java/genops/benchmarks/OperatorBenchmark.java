package genops.benchmarks;

import genops.benchmarks.fork.FirstLines;
import genops.benchmarks.fork.TimedCase;
import genops.kernels.BoundKernel;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorType;
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
 * Times one kernel at one shape: {@link #run} is one call of the operator by the threads of the kernels' own pool, with nothing
 * in it but the kernel. Each operator has a subclass whose parameter carries the canonical text of the shape, so that shapes of
 * different operators never mix; the values of both parameters come from the catalog when the launcher runs it.
 *
 * <p>The trap of such benchmarks is to check one call and time another. Here several calls are verified before timing; before every
 * iteration, warm-up too, inputs are changed, and after it what its last call wrote is verified. No time is reported where any fails.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public abstract class OperatorBenchmark {
    /** Id of the kernel, e.g. {@code vector/flash}. */
    @Param({})
    public String kernel;

    private final OperatorType type;
    private TimedCase timed;
    private BoundKernel bound;

    OperatorBenchmark(OperatorType type) {
        this.type = type;
    }

    /** The canonical text of the shape. */
    abstract String shape();

    /** Not timed: tensors, packing of weights, verification. */
    @Setup(Level.Trial)
    public void open() {
        FirstLines.limitThisProcess();
        Operator shape = type.parse(shape());
        timed = TimedCase.open(shape, kernel);
        bound = timed.bound();
        VerificationProfiler.error(timed.error());
    }

    /** Not timed: what an earlier iteration wrote must not pass for what this one should have written. */
    @Setup(Level.Iteration)
    public void prepare() {
        timed.prepare();
    }

    /** One call of the operator. */
    @Benchmark
    public void run() {
        bound.run();
    }

    /** Not timed by JMH: verification of what the last call wrote; a device's own clock, which knows nothing of launches and waiting. */
    @TearDown(Level.Iteration)
    public void verifyIteration() {
        timed.verifyIteration();
        VerificationProfiler.error(timed.error());
        timed.deviceNanoseconds().ifPresent(VerificationProfiler::deviceNanoseconds);
    }

    /** Not timed: the report of the case. */
    @TearDown(Level.Trial)
    public void close() {
        // a case that was refused has nothing to close
        if (timed != null) {
            try (TimedCase finished = timed) {
                finished.finish();
            }
        }
    }
}
