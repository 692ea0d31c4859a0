package genops.kernels.onednn;

import genops.kernels.Tensors;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.Operator;
import java.util.Optional;

/**
 * A kernel of one primitive of which oneDNN has several implementations. It prefers them in a fixed order that is not always that of
 * their speed: a 3×3 convolution of 4 channels takes 1.6 times as long by the first as by the second. So that it is met at its
 * best, the kernel times them when it is bound and takes the fastest.
 *
 * <p>Binding has to end: no implementation is tried after a second, and a shape whose calls are long keeps oneDNN's own choice, which
 * is not even called once where its arithmetic alone says so. What binding takes beyond is one call, and preparing one primitive.
 *
 * @param <O> the operator's record
 */
abstract class FastestChoice<O extends Operator> extends OneDnnKernel<O> {
    /** Nanoseconds after which what is fastest so far is taken. */
    private static final long BUDGET = 1_000_000_000;
    /** Where one call of oneDNN's own choice takes longer than this, in nanoseconds, it is taken. */
    private static final long LONGEST = 150_000_000;
    /** Operations in a nanosecond that no core exceeds by much: two 512-bit multiply-adds a cycle at 4 GHz. */
    private static final double OPERATIONS_PER_CORE = 256;
    /** Implementations that are compared: those for this processor and the one before it. */
    private static final int CHOICES = 4;
    /** Calls that are timed at least, of which the shortest counts. */
    private static final int CALLS = 3;
    /** Nanoseconds that short calls are repeated for. */
    private static final long TIMED = 30_000_000;
    /** Another implementation is taken where it needs less than this share of the time, so that noise does not decide. */
    private static final double CLEARLY_FASTER = 0.9;
    /** Times the best so far that a first call, which touches memory for the first time, may take before it is given up. */
    private static final int HOPELESS = 2;

    FastestChoice(String algorithm, Class<O> operator) {
        super(algorithm, operator);
    }

    @Override
    final Primitives choose(O shape, Tensors tensors) {
        long start = System.nanoTime();
        Primitives best = build(shape, tensors, 0);
        if (shape.flops() > LONGEST * OPERATIONS_PER_CORE * Workers.shared().count()) {
            return best;
        }
        try {
            long bestTime = time(best, LONGEST);
            for (int i = 1; i < CHOICES && bestTime <= LONGEST && System.nanoTime() - start < BUDGET; i++) {
                Optional<Primitives> next = choice(shape, tensors, i);
                if (next.isEmpty()) {
                    break;
                }
                long time = time(next.get(), HOPELESS * bestTime);
                if (time < CLEARLY_FASTER * bestTime) {
                    best.close();
                    best = next.get();
                    bestTime = time;
                } else {
                    next.get().close();
                }
            }
            return best;
        } catch (RuntimeException | Error e) {
            best.close();
            throw e;
        }
    }

    /** Empty where there are no more, or only those for lesser processors and for comparison, which come last. */
    private Optional<Primitives> choice(O shape, Tensors tensors, int choice) {
        Primitives primitives;
        try {
            primitives = build(shape, tensors, choice);
        } catch (UnsupportedOperationException e) {
            return Optional.empty();
        }
        String implementation = primitives.implementations().getFirst();
        if (implementation.startsWith("ref") || implementation.endsWith("sse41")) {
            primitives.close();
            return Optional.empty();
        }
        return Optional.of(primitives);
    }

    /** Nanoseconds of the shortest of some calls, or of the first, which touches all memory, where it takes longer than {@code longest}. */
    private static long time(Primitives primitives, long longest) {
        long shortest = call(primitives);
        if (shortest > longest) {
            return shortest;
        }
        long total = 0;
        for (int i = 0; i < CALLS || total < TIMED; i++) {
            long time = call(primitives);
            shortest = Math.min(shortest, time);
            total += time;
        }
        return shortest;
    }

    private static long call(Primitives primitives) {
        long start = System.nanoTime();
        primitives.run();
        return System.nanoTime() - start;
    }
}
