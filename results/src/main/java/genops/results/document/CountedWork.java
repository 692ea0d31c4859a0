package genops.results.document;

import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorType;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the FLOPs and bytes of a document's measurements anew, from their shapes: documents written earlier counted the taps of a
 * convolution that meet padding, and two documents are only held against each other where both count alike.
 *
 * <p>Bytes of a precision in which operands differ in width (bfloat16 weights beside fp32) are those that the kernel itself stated; they
 * stay as they are.
 */
final class CountedWork {

    private CountedWork() {}

    /**
     * The same document with its work counted anew.
     *
     * @throws IllegalArgumentException one line that names the measurement, where an operator is unknown or a shape malformed
     */
    static RunDocument of(RunDocument document) {
        List<Measurement> counted = new ArrayList<>();
        for (Measurement m : document.measurements()) {
            try {
                counted.add(counted(m));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("measurements[" + counted.size() + "]: " + e.getMessage(), e);
            }
        }
        return document.with(document.ceilings(), counted);
    }

    private static Measurement counted(Measurement m) {
        Operator shape = OperatorType.of(m.operator()).parse(m.shape());
        long bytes = switch (m.precision()) {
            case "fp32" -> shape.bytes(Float.BYTES);
            case "fp16" -> shape.bytes(Short.BYTES);
            default -> m.bytes();
        };
        return m.withWork(shape.flops(), bytes);
    }
}
