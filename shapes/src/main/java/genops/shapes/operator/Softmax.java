package genops.shapes.operator;

/**
 * Softmax over the channels of each row, {@code y = e^(x − max) / Σ e^(x − max)}, as in the sampling head over a vocabulary.
 * Layouts: input and output {@code (rows, channels)}.
 */
public record Softmax(int rows, int channels) implements Operator {
    static final ShapeForm FORM = ShapeForm.of("m{rows}_c{channels}");

    public Softmax {
        ShapeForm.positive("rows", rows, "channels", channels);
    }

    static Softmax of(ShapeForm.Numbers n) {
        return new Softmax(n.integer("rows"), n.integer("channels"));
    }

    @Override
    public OperatorType type() {
        return OperatorType.SOFTMAX;
    }

    @Override
    public String text() {
        return "m" + rows + "_c" + channels;
    }

    /** {@code 5} per element: maximum, subtract, exponential, sum, divide. */
    @Override
    public long flops() {
        return ShapeForm.product(5, rows, channels);
    }

    /** Input and output once each. */
    @Override
    public long bytes(int elementBytes) {
        return ShapeForm.product(elementBytes, 2, rows, channels);
    }
}
