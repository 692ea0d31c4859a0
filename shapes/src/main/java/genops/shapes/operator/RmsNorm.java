package genops.shapes.operator;

/**
 * Root-mean-square normalisation with scale (Zhang and Sennrich, arXiv 1910.07467) over the channels of each row. Layouts: input
 * and output {@code (rows, channels)}, weight {@code (channels)}; epsilon 1e-5.
 */
public record RmsNorm(int rows, int channels) implements Operator {
    /** Added to the mean square. */
    public static final double EPSILON = 1e-5;

    static final ShapeForm FORM = ShapeForm.of("m{rows}_c{channels}");

    public RmsNorm {
        ShapeForm.positive("rows", rows, "channels", channels);
    }

    static RmsNorm of(ShapeForm.Numbers n) {
        return new RmsNorm(n.integer("rows"), n.integer("channels"));
    }

    @Override
    public OperatorType type() {
        return OperatorType.RMS_NORM;
    }

    @Override
    public String text() {
        return "m" + rows + "_c" + channels;
    }

    /** {@code 4} per element: square and sum 2, normalise 1, scale 1. */
    @Override
    public long flops() {
        return ShapeForm.product(4, rows, channels);
    }

    /** Input, output and weight once each. */
    @Override
    public long bytes(int elementBytes) {
        return ShapeForm.product(elementBytes, ShapeForm.sum(ShapeForm.product(2, rows, channels), channels));
    }
}
