package genops.kernels.reference;

import genops.kernels.Tensors;
import genops.shapes.operator.Operator;

/**
 * Double-precision scalar evaluation of an operator, the judge of all kernels. The output is cut into equal contiguous units, the
 * smallest part that is worth computing alone (a row of attention, one element of a linear layer), so that a sample of a large
 * output can be recomputed.
 *
 * @param <O> the operator's record
 */
public interface Reference<O extends Operator> {

    /** The operator it evaluates. */
    Class<O> operator();

    /** Elements of one unit; unit u covers output elements {@code [u · unitLength, (u + 1) · unitLength)}. */
    int unitLength(O shape);

    /**
     * Length of the sum behind one output element, from which the tolerance is derived; 1 where nothing is summed.
     */
    long reductionLength(O shape);

    /**
     * Operations that evaluating one unit takes, by which a sample of them is sized.
     *
     * @param elements elements of the output
     */
    default double unitOperations(O shape, long elements) {
        return unitLength(shape) * (1 + shape.flops() / (double) elements);
    }

    /**
     * Evaluates one unit.
     *
     * @param value receives the exact values, up to double rounding
     * @param magnitude receives for each the scale its error is measured against: the sum of the absolute values of its terms
     */
    void evaluate(O shape, Tensors tensors, long unit, double[] value, double[] magnitude);
}
