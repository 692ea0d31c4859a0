package genops.shapes.operator;

/**
 * Nearest-neighbour up-sampling, {@code y[n,i,j,c] = x[n, i/factor, j/factor, c]}. Layouts: input
 * {@code (batch, height, width, channels)}, output {@code (batch, factor · height, factor · width, channels)}.
 */
public record Upsample(int batch, int channels, int height, int width, int factor) implements Operator {
    static final ShapeForm FORM = ShapeForm.of("n{batch}_c{channels}_h{height}_w{width}_f{factor}");

    public Upsample {
        ShapeForm.positive("batch", batch, "channels", channels, "height", height, "width", width, "factor", factor);
        ShapeForm.counted("the height of the output", (long) factor * height);
        ShapeForm.counted("the width of the output", (long) factor * width);
    }

    static Upsample of(ShapeForm.Numbers n) {
        return new Upsample(n.integer("batch"), n.integer("channels"), n.integer("height"), n.integer("width"),
                n.integer("factor"));
    }

    @Override
    public OperatorType type() {
        return OperatorType.UPSAMPLE;
    }

    @Override
    public String text() {
        return "n" + batch + "_c" + channels + "_h" + height + "_w" + width + "_f" + factor;
    }

    /** None: data is only moved. */
    @Override
    public long flops() {
        return 0;
    }

    /** Input and output once each. */
    @Override
    public long bytes(int elementBytes) {
        return ShapeForm.product(elementBytes, ShapeForm.sum(1, ShapeForm.product(factor, factor)), batch, channels, height, width);
    }
}
