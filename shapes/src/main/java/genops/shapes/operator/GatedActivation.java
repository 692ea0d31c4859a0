package genops.shapes.operator;

/**
 * Gated activation (Shazeer, arXiv 2002.05202): {@code y[m,c] = x[m,c] · f(x[m,channels+c])}; with GELU it is GEGLU, with SiLU
 * SwiGLU. Layouts: input {@code (rows, 2 · channels)}, value half first and gate half second, output {@code (rows, channels)}.
 */
public record GatedActivation(int rows, int channels, ActivationFunction function) implements Operator {
    static final ShapeForm FORM = ShapeForm.of("m{rows}_c{channels}_{function:relu|silu|gelu|gelutanh|quickgelu}");

    public GatedActivation {
        ShapeForm.positive("rows", rows, "channels", channels);
        ShapeForm.counted("the two halves of a row", 2L * channels);
    }

    static GatedActivation of(ShapeForm.Numbers n) {
        return new GatedActivation(n.integer("rows"), n.integer("channels"), ActivationFunction.of(n.word("function")));
    }

    @Override
    public OperatorType type() {
        return OperatorType.GATED_ACTIVATION;
    }

    @Override
    public String text() {
        return "m" + rows + "_c" + channels + "_" + function.label();
    }

    /** {@code rows · channels · (function.flopsPerElement + 1)}. */
    @Override
    public long flops() {
        return ShapeForm.product(rows, channels, function.flopsPerElement() + 1);
    }

    /** Input (two halves) and output once each. */
    @Override
    public long bytes(int elementBytes) {
        return ShapeForm.product(elementBytes, 3, rows, channels);
    }
}
