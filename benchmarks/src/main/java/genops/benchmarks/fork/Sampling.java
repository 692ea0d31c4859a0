package genops.benchmarks.fork;

import genops.kernels.Tensors;
import genops.kernels.reference.References;
import genops.shapes.operator.Operator;

/** How much of a large output is compared with the reference. */
final class Sampling {
    /** FLOPs the reference may spend on one comparison: about a tenth of a second of scalar double precision. */
    private static final double REFERENCE_FLOPS = 5e7;
    private static final long LEAST_UNITS = 16;
    private static final double MOST_ELEMENTS = 1 << 18;

    private Sampling() {}

    /** Units of the reference to compare. */
    @SuppressWarnings("unchecked")
    static <O extends Operator> long units(O shape, Tensors tensors) {
        double elements = tensors.output().byteSize() / (double) Float.BYTES;
        double flopsPerElement = 1 + shape.flops() / elements;
        double compared = Math.min(MOST_ELEMENTS, REFERENCE_FLOPS / flopsPerElement);
        int unitLength = References.of((Class<O>) shape.getClass()).unitLength(shape);
        return Math.max(LEAST_UNITS, (long) (compared / unitLength));
    }
}
