package genops.kernels.verify;

import genops.kernels.BoundKernel;
import genops.kernels.InputKind;
import genops.kernels.Kernel;
import genops.kernels.reference.References;
import genops.kernels.verify.SoundInputs.Sound;
import genops.shapes.operator.Operator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The examination of one kernel, before it is timed and after every iteration. Each verified call has other inputs than the one before,
 * and finds in its output NaN, what the last call wrote, or plausible values, so that a kernel that does its work only where it expects to
 * be looked at is caught; after it the output is compared with the reference, as a whole where the operator is linear, and what must not
 * be written is looked at.
 *
 * <p>For one kernel: {@link #before}, and for every iteration {@link CheckedTensors#change}, {@link #prepare}, the timed calls,
 * {@link #afterIteration}; {@link #end}. Several kernels that take turns share the tensors: they are changed once a round, and each is
 * prepared for itself.
 *
 * <p>What it cannot see: a kernel that compares all of its inputs with those of the call before and returns what it returned.
 *
 * @param <O> the operator's record
 */
public final class KernelCheck<O extends Operator> {
    /** Time after which no further kind of inputs is tried before timing, where not all are. */
    private static final Duration KINDS = Duration.ofMillis(300);
    /** Some tens of milliseconds of a call. */
    private static final long SHORT_FLOPS = 2_000_000_000;
    private static final long LEAST_UNITS = 16;
    private static final long LEAST_BRIEF = 2;

    /** What a call finds in its output. */
    private enum Found {
        STALE("its output as the last call left it"), NAN("NaN in its output"), GARBAGE("random values in its output");

        private final String words;

        Found(String words) {
            this.words = words;
        }
    }

    private final Kernel<O> kernel;
    private final O shape;
    private final CheckedTensors tensors;
    private final BoundKernel bound;
    private final SplittableRandom random;
    private final long unitsOfOutput;
    private Optional<RowProjection> projection = Optional.empty();
    private Found found = Found.GARBAGE;
    private int iterations;
    private double error;
    /** The call that came nearest to its tolerance, or beyond. */
    private Optional<Verification> worst = Optional.empty();
    private long nanoseconds;

    private KernelCheck(Kernel<O> kernel, O shape, CheckedTensors tensors, BoundKernel bound, long seed) {
        this.kernel = kernel;
        this.shape = shape;
        this.tensors = tensors;
        this.bound = bound;
        random = new SplittableRandom(seed);
        unitsOfOutput = elements() / References.of(kernel.operator()).unitLength(shape);
    }

    /**
     * The examination of a kernel bound to tensors.
     *
     * @param seed selects what is compared
     */
    public static <O extends Operator> KernelCheck<O> open(Kernel<O> kernel, O shape, CheckedTensors tensors, BoundKernel bound,
            long seed) {
        return new KernelCheck<>(kernel, shape, tensors, bound, seed);
    }

    /**
     * Several calls before timing, with inputs of the first kind and of the others: of all where inputs are small and a call is short, else
     * of random ones as time allows, of one at least. The first that failed, else the last.
     */
    public Verification before() {
        return timed(() -> {
            Verification verification = calls();
            List<Sound> others = new ArrayList<>(SoundInputs.of(shape).subList(1, SoundInputs.of(shape).size()));
            boolean all = tensors.areSmall() && shape.flops() <= SHORT_FLOPS;
            long end = System.nanoTime() + KINDS.toNanos();
            boolean tried = false;
            while (verification.passed() && !others.isEmpty() && (all || !tried || System.nanoTime() < end)) {
                verification = kind(others.remove(random.nextInt(others.size())), false);
                tried = true;
            }
            return tried ? backToFirstKind(verification) : verification;
        });
    }

    /** One call with inputs of the first kind: of a kernel whose calls are so long that each timed one is verified. */
    public Verification first() {
        return timed(() -> stated().orElseGet(() -> call(Found.NAN, Sampling.USUAL, LEAST_UNITS, 1).in("in the first call")));
    }

    /**
     * Several calls with each of some kinds of inputs; the first that failed, else that which came nearest to its tolerance.
     *
     * @param kinds those of {@link SoundInputs} that are among them are tried
     * @param all whether all of the output is compared in every call
     */
    public Verification verify(List<InputKind> kinds, boolean all) {
        List<Sound> wanted = SoundInputs.of(shape).stream().filter(s -> kinds.contains(s.kind())).toList();
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException(shape.type().label() + " is verified with none of these inputs");
        }
        return timed(() -> {
            Verification verification = stated().orElseGet(() -> wanted.getFirst().kind() == InputKind.UNIFORM ? calls() : passed(0));
            for (Sound sound : wanted) {
                if (verification.passed() && (all || sound.kind() != InputKind.UNIFORM)) {
                    verification = kind(sound, all);
                }
            }
            return backToFirstKind(verification.passed() ? worst.orElse(verification) : verification);
        });
    }

    private Verification passed(long compared) {
        return new Verification(error, tolerance(), compared, 0, "", "");
    }

    private Verification backToFirstKind(Verification verification) {
        tensors.fill(SoundInputs.of(shape).getFirst().kind());
        return verification;
    }

    private Optional<Verification> stated() {
        return Tolerance.refused(kernel).map(reason -> Verification.faulty(tolerance(), reason));
    }

    /** Three calls in a row with inputs of the first kind. */
    private Verification calls() {
        Optional<Verification> refused = stated();
        if (refused.isPresent()) {
            return refused.get();
        }
        Verification verification = call(Found.NAN, Sampling.USUAL, LEAST_UNITS, 1).in("in the first call");
        for (Found next : List.of(Found.STALE, Found.GARBAGE)) {
            if (verification.passed()) {
                tensors.change();
                verification = call(next, Sampling.USUAL / 4, LEAST_BRIEF, 1).in("in a call with other inputs and " + next.words);
            }
        }
        return verification;
    }

    private Verification kind(Sound sound, boolean all) {
        tensors.fill(sound.kind());
        Verification verification = call(Found.NAN, all ? Double.POSITIVE_INFINITY : Sampling.USUAL / 4, all ? Long.MAX_VALUE : LEAST_BRIEF,
                sound.factor());
        return verification.in("with inputs of kind '" + sound.kind().label() + "'");
    }

    private Verification call(Found next, double operations, long least, double factor) {
        fill(next);
        bound.upload();
        bound.run();
        return compare(operations, least, factor, true);
    }

    private void fill(Found next) {
        switch (next) {
            case STALE -> { }
            case NAN -> tensors.tensors().poisonOutput();
            case GARBAGE -> tensors.tensors().garbleOutput(random.nextLong());
        }
        found = next;
    }

    /** Before an iteration: what was written before must not pass for what the calls of this one should write. */
    public void prepare() {
        timed(() -> {
            fill(Found.values()[iterations++ % Found.values().length]);
            bound.upload();
            return null;
        });
    }

    /** The same where others write to the same output: what they left there is right, and must not pass for what this kernel should write. */
    public void prepareAmongOthers() {
        timed(() -> {
            fill(iterations++ % 2 == 0 ? Found.GARBAGE : Found.NAN);
            bound.upload();
            return null;
        });
    }

    /** Verifies what the last call of an iteration wrote. */
    public Verification afterIteration() {
        return timed(() -> compare(Sampling.BRIEF, LEAST_BRIEF, 1, false).in("in iteration " + iterations + " with " + found.words));
    }

    /** After the last call: whether all of what must not be written is what it was. */
    public Verification end() {
        return timed(() -> {
            return tensors.damage().map(passed(0)::with).orElseGet(() -> passed(0));
        });
    }

    /** The largest error so far with inputs of the first kind, relative to an element's magnitude. */
    public double error() {
        return error;
    }

    /** Largest error allowed with inputs of the first kind. */
    public double tolerance() {
        return Tolerance.of(kernel, shape);
    }

    /** Error over tolerance of the compared call that came nearest to its tolerance, with inputs of any kind: above 1 it failed. */
    public double nearest() {
        return worst.map(w -> w.error() / w.tolerance()).orElse(0.0);
    }

    /** Time the examination has taken so far, calls of the kernel before timing among it. */
    public Duration time() {
        return Duration.ofNanos(nanoseconds);
    }

    private Verification compare(double operations, long least, double factor, boolean thorough) {
        bound.download();
        // first of all: with inputs that were destroyed there is nothing to compare with
        Optional<String> damage = thorough ? tensors.damage() : tensors.damageSeen();
        if (damage.isPresent()) {
            return Verification.faulty(tolerance(), damage.get());
        }
        long wanted = Sampling.units(kernel.operator(), shape, elements(), operations, least);
        Verification compared = Verifier.compare(kernel, shape, tensors.tensors(),
                Sampling.of(unitsOfOutput, wanted, random, tensors.changed()));
        Verification verification = new Verification(compared.error(), factor * compared.tolerance(), compared.compared(),
                compared.worst(), "", "");
        worst = worst.filter(w -> w.error() / w.tolerance() > verification.error() / verification.tolerance())
                .or(() -> Optional.of(verification));
        if (tensors.kind() == InputKind.UNIFORM) {
            error = Math.max(error, verification.error());
        }
        return verification.passed() ? whole(verification, thorough, factor) : verification;
    }

    /** What sees all of the output. */
    private Verification whole(Verification verification, boolean thorough, double factor) {
        Optional<String> violation = thorough ? OutputRange.violation(shape, tensors.tensors()) : Optional.empty();
        if (violation.isEmpty() && verification.compared() < elements()) {
            if (projection.isEmpty()) {
                projection = RowProjection.of(shape, tensors.tensors(), random.split());
            }
            violation = projection.flatMap(p -> p.violation(kernel, shape, tensors.tensors(), thorough ? Sampling.WHOLE : Sampling.BRIEF,
                    factor, random, tensors.changed()));
        }
        return violation.map(verification::with).orElse(verification);
    }

    private long elements() {
        return tensors.tensors().output().byteSize() / Float.BYTES;
    }

    private interface Step<T> {
        T take();
    }

    private <T> T timed(Step<T> step) {
        long start = System.nanoTime();
        try {
            return step.take();
        } finally {
            nanoseconds += System.nanoTime() - start;
        }
    }
}
