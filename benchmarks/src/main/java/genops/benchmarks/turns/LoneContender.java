package genops.benchmarks.turns;

import genops.benchmarks.fork.CaseReport;
import genops.benchmarks.fork.TimedCase;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.verify.CheckedTensors;
import genops.shapes.operator.Operator;
import java.util.List;
import java.util.Optional;

/**
 * A kernel with tensors of its own, whose opponent belongs to another build and is called by somebody else. It is verified before, and after
 * every series of turns on what its last call wrote.
 */
public final class LoneContender<O extends Operator> implements AutoCloseable {
    private final CheckedTensors tensors;
    private final Contender<O> contender;

    private LoneContender(CheckedTensors tensors, Contender<O> contender) {
        this.tensors = tensors;
        this.contender = contender;
    }

    /**
     * What came of a kernel that wants to take part: exactly one is there.
     *
     * @param contender ready to be timed
     * @param refusal why it is not
     */
    public record Entry(Optional<LoneContender<?>> contender, Optional<CaseReport> refusal) {

        private static Entry refused(CaseReport report) {
            return new Entry(Optional.empty(), Optional.of(report));
        }
    }

    /**
     * Makes the tensors, binds the kernel, verifies it and begins to warm it up.
     *
     * @param id of the kernel
     * @param seed selects the values of the tensors, and what is compared
     * @param place selects where in its page each tensor begins
     * @param brief whether one verified call is enough, since others verify the kernel by several
     */
    public static <O extends Operator> Entry enter(O shape, String id, long seed, long place, boolean brief) {
        Entrants<O> entrants = Entrants.of(shape, List.of(id));
        if (entrants.kernels().isEmpty()) {
            return Entry.refused(entrants.refused().get(id));
        }
        Kernel<O> kernel = entrants.kernels().getFirst();
        try {
            CheckedTensors tensors = new CheckedTensors(Tensors.scattered(shape, kernel.precision(), seed, place), seed);
            Contender<O> contender = new Contender<>(kernel, shape, tensors, 0, seed);
            Optional<CaseReport> failure = contender.before(brief);
            if (failure.isPresent()) {
                return Entry.refused(failure.get());
            }
            // briefly: it goes on in turns with its opponent
            contender.warmUp(true);
            // what was verified so far may differ in how often inputs were changed
            tensors.restart(seed);
            return new Entry(Optional.of(new LoneContender<>(tensors, contender)), Optional.empty());
        } catch (RuntimeException | Error e) {
            return Entry.refused(TimedCase.failure(e));
        }
    }

    /** Before a series of turns: other inputs, the same for all that have this seed, and nothing right in the output. */
    public void prepare() {
        tensors.change();
        contender.prepare();
    }

    /** One turn: the lower quartile of the nanoseconds of its calls. */
    public double turn() {
        return contender.levelOfTurn();
    }

    /** What is wrong with what the last call of a series wrote; empty where nothing is. */
    public Optional<CaseReport> afterTurns() {
        return contender.afterTurn();
    }

    /** What is wrong with the tensors after the last turn of all; empty where nothing is. */
    public Optional<CaseReport> end() {
        return contender.end();
    }

    @Override
    public void close() {
        contender.close();
        tensors.tensors().close();
    }
}
