package genops.shapes.operator;

/**
 * Exchange of two axes, {@code y[n,b,a,c] = x[n,a,b,c]}; {@code (b f) (h w) c → (b h w) f c} is {@code batch = b},
 * {@code first = f}, {@code second = h·w}. Layouts: input {@code (batch, first, second, channels)}, output
 * {@code (batch, second, first, channels)}.
 */
public record Rearrange(int batch, int first, int second, int channels) implements Operator {
    static final ShapeForm FORM = ShapeForm.of("n{batch}_a{first}_b{second}_c{channels}");

    public Rearrange {
        ShapeForm.positive("batch", batch, "first", first, "second", second, "channels", channels);
    }

    static Rearrange of(ShapeForm.Numbers n) {
        return new Rearrange(n.integer("batch"), n.integer("first"), n.integer("second"), n.integer("channels"));
    }

    @Override
    public OperatorType type() {
        return OperatorType.REARRANGE;
    }

    @Override
    public String text() {
        return "n" + batch + "_a" + first + "_b" + second + "_c" + channels;
    }

    /** None: data is only moved. */
    @Override
    public long flops() {
        return 0;
    }

    /** Input and output once each. */
    @Override
    public long bytes(int elementBytes) {
        return ShapeForm.product(elementBytes, 2, batch, first, second, channels);
    }
}
