package genops.kernels.verify;

import genops.kernels.reference.Reference;
import genops.kernels.reference.References;
import genops.shapes.operator.Operator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** Which part of an output is compared with the reference. */
final class Sampling {
    /** What the reference may spend on one comparison: about a tenth of a second of one processor. */
    static final double USUAL = 5e7;
    /** What it may spend where all can be compared. */
    static final double WHOLE = 1e8;
    /** What it may spend between iterations. */
    static final double BRIEF = 1e7;

    private static final double MOST_ELEMENTS = 1 << 18;
    private static final double MOST_ELEMENTS_OF_WHOLE = 1 << 24;

    private Sampling() {}

    /**
     * Number of units to compare.
     *
     * @param operations what the reference may spend
     * @param least units that are compared however long they take
     */
    static <O extends Operator> long units(Class<O> operator, O shape, long elements, double operations, long least) {
        Reference<O> reference = References.of(operator);
        double each = reference.unitOperations(shape, elements);
        long all = elements / reference.unitLength(shape);
        if (operations >= USUAL && all * each <= WHOLE && elements <= MOST_ELEMENTS_OF_WHOLE) {
            return all;
        }
        return Math.min(all, Math.max(least, (long) Math.min(operations / each, MOST_ELEMENTS / reference.unitLength(shape))));
    }

    /**
     * The units: all, or the first, the last and random ones, half of them where inputs were changed.
     *
     * @param units units of the output
     * @param wanted units to compare
     * @param changed where inputs were changed
     */
    static long[] of(long units, long wanted, SplittableRandom random, List<Window> changed) {
        if (units <= wanted) {
            return LongStream.range(0, units).toArray();
        }
        long[] sample = new long[Math.toIntExact(wanted)];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = i % 2 == 0 && !changed.isEmpty() ? within(units, random, changed.get(random.nextInt(changed.size())))
                    : random.nextLong(units);
        }
        // of two units alone, both ends would be all that is ever compared
        if (sample.length > 4 || changed.isEmpty()) {
            sample[sample.length / 2] = units - 1;
            sample[0] = 0;
        }
        return sample;
    }

    private static long within(long units, SplittableRandom random, Window window) {
        double at = window.first() + random.nextDouble() * (window.end() - window.first());
        return Math.min(units - 1, (long) (at * units));
    }
}
