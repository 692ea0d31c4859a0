package genops.benchmarks;

import genops.benchmarks.step.TimedStep;
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
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * Times one step of one stage of a model as it is: all its calls in the order in which the model makes them, so that each finds in the
 * caches what the calls before it left there. One iteration is one round: a step with unfused attention and one with flash attention, so
 * that both meet the same disturbances.
 *
 * <p>The trap here is to warm up with the round that is timed first: a step of seconds has hundreds of shapes, each of whose kernels is
 * compiled after so many calls, and one that is not yet compiled is a hundred times slower. So set-up runs every kernel at its shape and
 * then whole rounds until they are steady, and no iteration of JMH's is needed for that. The primary result is the time of a round and no
 * more than a frame; the times of the steps are secondary results, see {@link StepProfiler}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 0)
@Measurement(iterations = 3)
public class StepBenchmark {
    /** Which step: {@code model/stage/pass}, then {@code /parameter=value} for parameters of the model that are not at their defaults. */
    @Param({})
    public String step;

    /** Whose kernels run. */
    @Param({"vector"})
    public String stack;

    private TimedStep timed;
    private IterationType iteration;

    /** Not timed: tensors, packing of weights, choice and verification of kernels, warm-up. */
    @Setup(Level.Trial)
    public void open() {
        timed = TimedStep.open(step, stack);
    }

    /** Not timed. */
    @Setup(Level.Iteration)
    public void begin(IterationParams parameters) {
        iteration = parameters.getType();
    }

    /** One round. */
    @Benchmark
    public void run() {
        timed.round();
    }

    /** Not timed. */
    @TearDown(Level.Iteration)
    public void end() {
        StepProfiler.nanoseconds(timed.lastNanoseconds());
        if (iteration == IterationType.MEASUREMENT) {
            timed.keep();
        }
    }

    /** Not timed: verification of all kernels once more. */
    @TearDown(Level.Trial)
    public void close() {
        // a step that was refused has nothing to close
        if (timed != null) {
            try (TimedStep finished = timed) {
                finished.finish();
            }
        }
    }
}
