package genops.shapes.operator;

/**
 * Multiplication by a constant, {@code y = x / √2}, as skip connections are scaled in Imagen's efficient U-Net
 * (Saharia et al., arXiv 2205.11487). Layouts: input and output {@code (elements)}.
 */
public record Scale(long elements) implements Operator {
    /** The constant factor. */
    public static final double FACTOR = Math.sqrt(0.5);

    static final ShapeForm FORM = ShapeForm.of("e{elements}");

    public Scale {
        ShapeForm.positive("elements", elements);
    }

    static Scale of(ShapeForm.Numbers n) {
        return new Scale(n.number("elements"));
    }

    @Override
    public OperatorType type() {
        return OperatorType.SCALE;
    }

    @Override
    public String text() {
        return "e" + elements;
    }

    /** One per element. */
    @Override
    public long flops() {
        return elements;
    }

    /** Input and output once each. */
    @Override
    public long bytes(int elementBytes) {
        return ShapeForm.product(elementBytes, 2, elements);
    }
}
