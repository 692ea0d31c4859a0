package genops.benchmarks.turns;

import genops.benchmarks.fork.CaseReport;
import genops.benchmarks.fork.TimedCase;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.verify.CheckedTensors;
import genops.kernels.verify.VerifySeed;
import genops.shapes.operator.Operator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Kernels of one shape, bound to the same tensors, that take turns in rounds: what disturbs the machine for longer than a round disturbs
 * all of them alike, so that their ratios hold where their times do not. Each is verified before, by several calls; in every round inputs
 * are changed, and what is looked at afterwards nobody foresees: the output of the kernel that comes last, by chance, and of every long call.
 */
final class ShapeTurns<O extends Operator> implements AutoCloseable {
    /** A call that is expected to take so long is made once where its code is compiled, timed and verified. */
    private static final double CALLED_ONCE_SECONDS = 3;
    /** Of calls that are expected to take so long one is made before the rounds, in which each is verified. */
    private static final double LONG_CALL_SECONDS = 0.1;

    private final O shape;
    private final CheckedTensors tensors;
    private final double callSeconds;
    private final long seed;
    private final boolean verified;
    private final List<Contender<O>> contenders = new ArrayList<>();
    private final Map<String, CaseReport> refused = new LinkedHashMap<>();
    private final Random random = new Random();
    private int rounds;

    private ShapeTurns(O shape, CheckedTensors tensors, double callSeconds, long seed, boolean verified) {
        this.shape = shape;
        this.tensors = tensors;
        this.callSeconds = callSeconds;
        this.seed = seed;
        this.verified = verified;
    }

    /**
     * Makes the tensors, binds the kernels, verifies and warms them up; what keeps one from taking part is told by {@link #report}.
     *
     * @param entrants one kernel at least
     * @param callSeconds what a call of the slowest is expected to take
     * @param verified whether another process verified them here by several calls
     * @param warm kernels that this JVM has run before, by operator and id; those of this shape are added
     */
    static <O extends Operator> ShapeTurns<O> open(O shape, Entrants<O> entrants, double callSeconds, boolean verified, Set<String> warm) {
        long seed = VerifySeed.get();
        CheckedTensors tensors = new CheckedTensors(Tensors.random(shape, entrants.kernels().getFirst().precision(), seed), seed);
        ShapeTurns<O> turns = new ShapeTurns<>(shape, tensors, callSeconds, seed, verified);
        turns.refused.putAll(entrants.refused());
        entrants.kernels().forEach(kernel -> turns.bind(kernel, warm));
        return turns;
    }

    private void bind(Kernel<O> kernel, Set<String> warm) {
        try {
            Contender<O> contender = new Contender<>(kernel, shape, tensors, callSeconds, seed);
            contenders.add(contender);
            boolean familiar = !warm.add(shape.type() + " " + kernel.id());
            if (familiar && callSeconds >= CALLED_ONCE_SECONDS) {
                return;
            }
            Optional<CaseReport> failure = contender.before(verified || callSeconds >= LONG_CALL_SECONDS);
            failure.ifPresent(f -> refuse(contender, f));
            // of a long call of a kernel that ran here before, the verified one was warm-up enough
            if (failure.isEmpty() && !(familiar && callSeconds >= LONG_CALL_SECONDS)) {
                contender.warmUp(familiar);
            }
        } catch (RuntimeException | Error e) {
            refuse(kernel.id(), TimedCase.failure(e));
        }
    }

    /** A kernel that no longer takes part; what it may have destroyed is made anew for the others. */
    private void refuse(Contender<O> contender, CaseReport report) {
        refuse(contender.kernel(), report);
        tensors.renew();
    }

    private void refuse(String kernel, CaseReport report) {
        refused.put(kernel, report);
        contenders.stream().filter(c -> c.kernel().equals(kernel)).findFirst().ifPresent(c -> {
            contenders.remove(c);
            c.close();
        });
    }

    O shape() {
        return shape;
    }

    /** Rounds that fit into a time: two at least, which tell how much rounds differ, one where a call is made once; {@code most} at most. */
    int rounds(double seconds, int most) {
        double round = contenders.stream().mapToDouble(Contender::turnNanoseconds).sum() / 1e9;
        return contenders.isEmpty() ? 0 : (int) Math.clamp(seconds / round, callSeconds >= CALLED_ONCE_SECONDS ? 1 : 2, most);
    }

    /** One round: a turn of each kernel, in an order that chance decides. */
    void round() {
        if (contenders.isEmpty()) {
            return;
        }
        tensors.change();
        List<Contender<O>> order = new ArrayList<>(contenders);
        Collections.shuffle(order, random);
        // each is last, and so verified, at least once in as many rounds as there are kernels
        order.add(order.remove(order.indexOf(contenders.get(rounds++ % contenders.size()))));
        for (Contender<O> contender : order) {
            boolean looked = contender == order.getLast() || contender.longCalls();
            if (looked) {
                contender.prepare();
            }
            contender.turn();
            if (looked) {
                contender.afterTurn().ifPresent(failure -> refuse(contender, failure));
            }
        }
    }

    /** After the last round: whether all of what must not be written is what it was; whose doing it is cannot be told then. */
    void end() {
        List.copyOf(contenders).forEach(c -> c.end().ifPresent(failure -> refuse(c.kernel(), failure)));
    }

    /** The kernels that take part. */
    List<Contender<O>> contenders() {
        return List.copyOf(contenders);
    }

    /** What became of a kernel. */
    CaseReport report(String kernel) {
        CaseReport refusal = refused.get(kernel);
        return refusal != null ? refusal
                : contenders.stream().filter(c -> c.kernel().equals(kernel)).findFirst().map(Contender::report).orElseThrow();
    }

    @Override
    public void close() {
        contenders.forEach(Contender::close);
        tensors.tensors().close();
    }
}
