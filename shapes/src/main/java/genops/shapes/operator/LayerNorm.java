package genops.shapes.operator;

/**
 * Layer normalisation with scale and shift (Ba et al., arXiv 1607.06450) over the channels of each row. Layouts: input and output
 * {@code (rows, channels)}, weight and bias {@code (channels)}; epsilon 1e-5.
 */
public record LayerNorm(int rows, int channels) implements Operator {
    /** Added to the variance. */
    public static final double EPSILON = 1e-5;

    static final ShapeForm FORM = ShapeForm.of("m{rows}_c{channels}");

    public LayerNorm {
        ShapeForm.positive("rows", rows, "channels", channels);
    }

    static LayerNorm of(ShapeForm.Numbers n) {
        return new LayerNorm(n.integer("rows"), n.integer("channels"));
    }

    @Override
    public OperatorType type() {
        return OperatorType.LAYER_NORM;
    }

    @Override
    public String text() {
        return "m" + rows + "_c" + channels;
    }

    /** {@code 8} per element: two-pass mean and variance 4, normalise 2, scale and shift 2. */
    @Override
    public long flops() {
        return ShapeForm.product(8, rows, channels);
    }

    /** Input, output, weight and bias once each. */
    @Override
    public long bytes(int elementBytes) {
        return ShapeForm.product(elementBytes, ShapeForm.sum(ShapeForm.product(2, rows, channels), ShapeForm.product(2, channels)));
    }
}
