package genops.shapes.operator;

/** Elementwise sum {@code y = a + b}, the residual connection. Layouts: left, right and output {@code (elements)}. */
public record Add(long elements) implements Operator {
    static final ShapeForm FORM = ShapeForm.of("e{elements}");

    public Add {
        ShapeForm.positive("elements", elements);
    }

    static Add of(ShapeForm.Numbers n) {
        return new Add(n.number("elements"));
    }

    @Override
    public OperatorType type() {
        return OperatorType.ADD;
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

    /** Both inputs and the output once each. */
    @Override
    public long bytes(int elementBytes) {
        return ShapeForm.product(elementBytes, 3, elements);
    }
}
