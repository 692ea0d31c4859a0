package genops.kernels.onednn;

import genops.kernels.Tensors;
import genops.shapes.operator.Operator;
import java.util.Optional;

/**
 * A kernel of one primitive of which oneDNN has several implementations. It prefers them in a fixed order that is not always that of
 * their speed: a 3×3 convolution of 4 channels takes 1.6 times as long by the first as by the second. So that it is met at its
 * best, the kernel times them when it is bound and takes the fastest.
 *
 * @param <O> the operator's record
 */
abstract class FastestChoice<O extends Operator> extends OneDnnKernel<O> {
    /** Where one call of oneDNN's own choice takes longer than this, in nanoseconds, it is taken: binding has to end. */
    private static final long LONGEST = 150_000_000;
    /** Implementations that are compared: those for this processor and the one before it. */
    private static final int CHOICES = 4;
    /** Calls that are timed at least, of which the shortest counts. */
    private static final int CALLS = 5;
    /** Nanoseconds that short calls are repeated for. */
    private static final long TIMED = 30_000_000;
    /** Another implementation is taken where it needs less than this share of the time, so that noise does not decide. */
    private static final double CLEARLY_FASTER = 0.9;

    FastestChoice(String algorithm, Class<O> operator) {
        super(algorithm, operator);
    }

    @Override
    final Primitives choose(O shape, Tensors tensors) {
        Primitives best = build(shape, tensors, 0);
        try {
            long bestTime = time(best);
            for (int i = 1; i < CHOICES && bestTime < LONGEST; i++) {
                Optional<Primitives> next = choice(shape, tensors, i);
                if (next.isEmpty()) {
                    break;
                }
                long time = time(next.get());
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

    /** Nanoseconds of the shortest of some calls after a first that touches all memory. */
    private static long time(Primitives primitives) {
        primitives.run();
        long shortest = Long.MAX_VALUE;
        long total = 0;
        for (int i = 0; i < CALLS || total < TIMED; i++) {
            long start = System.nanoTime();
            primitives.run();
            long time = System.nanoTime() - start;
            shortest = Math.min(shortest, time);
            total += time;
        }
        return shortest;
    }
}
