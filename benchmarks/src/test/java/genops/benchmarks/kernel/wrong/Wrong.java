package genops.benchmarks.kernel.wrong;

import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.reference.Reference;
import genops.kernels.reference.References;
import genops.shapes.operator.Operator;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A kernel that is wrong in one way; its id is {@code wrong/} and the name of its class.
 *
 * @param <O> the operator's record
 */
abstract class Wrong<O extends Operator> implements Kernel<O> {
    private final Class<O> operator;

    Wrong(Class<O> operator) {
        this.operator = operator;
    }

    @Override
    public final String id() {
        return "wrong/" + getClass().getSimpleName().replaceAll("(?<=[a-z])([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public final Class<O> operator() {
        return operator;
    }

    /** Writes the right result, by the reference. */
    final void right(O shape, Tensors tensors) {
        Reference<O> reference = References.of(operator);
        MemorySegment output = tensors.output();
        int length = reference.unitLength(shape);
        double[] value = new double[length];
        double[] magnitude = new double[length];
        for (long unit = 0; unit < output.byteSize() / Float.BYTES / length; unit++) {
            reference.evaluate(shape, tensors, unit, value, magnitude);
            for (int i = 0; i < length; i++) {
                put(output, unit * length + i, (float) value[i]);
            }
        }
    }

    static float at(MemorySegment segment, long index) {
        return segment.getAtIndex(ValueLayout.JAVA_FLOAT, index);
    }

    static void put(MemorySegment segment, long index, float value) {
        segment.setAtIndex(ValueLayout.JAVA_FLOAT, index, value);
    }
}
