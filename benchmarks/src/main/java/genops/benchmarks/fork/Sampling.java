package genops.benchmarks.fork;

import genops.kernels.Tensors;
import genops.kernels.reference.Reference;
import genops.kernels.reference.References;
import genops.shapes.operator.Operator;

/** How much of a large output is compared with the reference. */
public final class Sampling {
    /** What the reference may spend on one comparison: about a tenth of a second of one processor. */
    private static final double REFERENCE_OPERATIONS = 5e7;
    private static final long LEAST_UNITS = 16;
    private static final double MOST_ELEMENTS = 1 << 18;

    private Sampling() {}

    /** Units of the reference to compare. */
    @SuppressWarnings("unchecked")
    public static <O extends Operator> long units(O shape, Tensors tensors) {
        Reference<O> reference = References.of((Class<O>) shape.getClass());
        double units = REFERENCE_OPERATIONS / reference.unitOperations(shape, tensors.output().byteSize() / Float.BYTES);
        return Math.max(LEAST_UNITS, (long) Math.min(units, MOST_ELEMENTS / reference.unitLength(shape)));
    }
}
