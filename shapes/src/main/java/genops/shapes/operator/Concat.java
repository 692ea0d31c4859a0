package genops.shapes.operator;

/**
 * Concatenation along the channels, as a U-Net's skip connection enters its up path. Layouts: left {@code (rows, leftChannels)},
 * right {@code (rows, rightChannels)}, output {@code (rows, leftChannels + rightChannels)}.
 */
public record Concat(int rows, int leftChannels, int rightChannels) implements Operator {
    static final ShapeForm FORM = ShapeForm.of("m{rows}_c{leftChannels}+{rightChannels}");

    public Concat {
        ShapeForm.positive("rows", rows, "leftChannels", leftChannels, "rightChannels", rightChannels);
        ShapeForm.counted("the channels of the output", (long) leftChannels + rightChannels);
    }

    static Concat of(ShapeForm.Numbers n) {
        return new Concat(n.integer("rows"), n.integer("leftChannels"), n.integer("rightChannels"));
    }

    @Override
    public OperatorType type() {
        return OperatorType.CONCAT;
    }

    @Override
    public String text() {
        return "m" + rows + "_c" + leftChannels + "+" + rightChannels;
    }

    /** None: data is only moved. */
    @Override
    public long flops() {
        return 0;
    }

    /** Both inputs and the output once each. */
    @Override
    public long bytes(int elementBytes) {
        return ShapeForm.product(elementBytes, 2, rows, ShapeForm.sum(leftChannels, rightChannels));
    }
}
