package genops.shapes.operator;

/** Pointwise activation {@code y = f(x)} over {@code elements} values. Layouts: input and output {@code (elements)}. */
public record Activation(long elements, ActivationFunction function) implements Operator {
    static final ShapeForm FORM = ShapeForm.of("e{elements}_{function:relu|silu|gelu|gelutanh|quickgelu}");

    public Activation {
        ShapeForm.positive("elements", elements);
    }

    static Activation of(ShapeForm.Numbers n) {
        return new Activation(n.number("elements"), ActivationFunction.of(n.word("function")));
    }

    @Override
    public OperatorType type() {
        return OperatorType.ACTIVATION;
    }

    @Override
    public String text() {
        return "e" + elements + "_" + function.label();
    }

    /** {@code elements · function.flopsPerElement}. */
    @Override
    public long flops() {
        return ShapeForm.product(elements, function.flopsPerElement());
    }

    /** Input and output once each. */
    @Override
    public long bytes(int elementBytes) {
        return ShapeForm.product(elementBytes, 2, elements);
    }
}
