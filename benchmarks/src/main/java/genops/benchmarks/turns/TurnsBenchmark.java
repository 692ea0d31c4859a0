package genops.benchmarks.turns;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Times several kernels at one shape in turns: one iteration is one round, in which each kernel has a turn of some milliseconds, and what a
 * call of each took stands in the secondary results of {@link TurnsProfiler}. The score, the time of a round with all that lies between the
 * turns, means nothing by itself.
 *
 * <p>The trap of such benchmarks is a neighbour that is not done when its call returns: its threads spin for a while and take the processor
 * from whose turn it is. So every turn begins with a pause and with a call that does not count.
 *
 * <p>Runs in a JVM that times many shapes ({@link TurnsWorker}), which opens the shape before.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(0)
@Warmup(iterations = 0)
public class TurnsBenchmark {
    private static volatile ShapeTurns<?> opened;

    /** Name of the operator. */
    @Param({})
    public String operator;
    /** Canonical text of the shape. */
    @Param({})
    public String shape;
    /** Ids of the kernels, with {@code +} between them. */
    @Param({})
    public String kernels;

    private ShapeTurns<?> turns;

    /** The shape whose rounds come next. */
    static void open(ShapeTurns<?> next) {
        opened = next;
    }

    static Optional<ShapeTurns<?>> opened() {
        return Optional.ofNullable(opened);
    }

    /** Not timed: takes over what the worker has opened. */
    @Setup(Level.Trial)
    public void take() {
        turns = Objects.requireNonNull(opened, "a turns worker opens the shape");
        if (!turns.shape().text().equals(shape)) {
            throw new IllegalStateException("opened is " + turns.shape().text() + ", not " + shape);
        }
    }

    /** One round. */
    @Benchmark
    public void round() {
        turns.round();
    }
}
