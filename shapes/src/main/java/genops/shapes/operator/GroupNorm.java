package genops.shapes.operator;

/**
 * Group normalisation with scale and shift (Wu and He, arXiv 1803.08494): mean and variance over the channels of a group and all
 * positions of a sample; with {@code silu} followed by SiLU in the same kernel. Layouts: input and output
 * {@code (batch, positions, channels)}, weight and bias {@code (channels)}; epsilon 1e-5.
 */
public record GroupNorm(int batch, int channels, int positions, int groups, boolean silu) implements Operator {
    /** Added to the variance. */
    public static final double EPSILON = 1e-5;

    static final ShapeForm FORM = ShapeForm.of("n{batch}_c{channels}_x{positions}_g{groups}[_silu]");

    public GroupNorm {
        ShapeForm.positive("batch", batch, "channels", channels, "positions", positions, "groups", groups);
        if (channels % groups != 0) {
            throw new IllegalArgumentException("channels " + channels + " is no multiple of groups " + groups);
        }
    }

    static GroupNorm of(ShapeForm.Numbers n) {
        return new GroupNorm(n.integer("batch"), n.integer("channels"), n.integer("positions"), n.integer("groups"),
                n.flag("_silu"));
    }

    @Override
    public OperatorType type() {
        return OperatorType.GROUP_NORM;
    }

    @Override
    public String text() {
        return "n" + batch + "_c" + channels + "_x" + positions + "_g" + groups + (silu ? "_silu" : "");
    }

    /** {@code 8} per element (two-pass mean and variance 4, normalise 2, scale and shift 2), {@code + 5} with SiLU. */
    @Override
    public long flops() {
        return ShapeForm.product(silu ? 13 : 8, batch, channels, positions);
    }

    /** Input, output, weight and bias once each. */
    @Override
    public long bytes(int elementBytes) {
        return ShapeForm.product(elementBytes,
                ShapeForm.sum(ShapeForm.product(2, batch, channels, positions), ShapeForm.product(2, channels)));
    }
}
