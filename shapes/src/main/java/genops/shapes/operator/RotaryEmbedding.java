package genops.shapes.operator;

/**
 * Rotary position embedding (Su et al., arXiv 2104.09864) of {@code tokens} rows of {@code heads} vectors: with the halves
 * {@code x₁ = x[0 … d/2)} and {@code x₂ = x[d/2 … d)} of a head (LLaMA's layout as in its public checkpoints' usual port),
 * {@code y₁ = x₁·cos − x₂·sin}, {@code y₂ = x₂·cos + x₁·sin}. Layouts: input and output {@code (tokens, heads, headDim)}, cosine and
 * sine {@code (tokens, headDim/2)}.
 */
public record RotaryEmbedding(int tokens, int heads, int headDim) implements Operator {
    static final ShapeForm FORM = ShapeForm.of("m{tokens}_h{heads}_d{headDim}");

    public RotaryEmbedding {
        ShapeForm.positive("tokens", tokens, "heads", heads, "headDim", headDim);
        if (headDim % 2 != 0) {
            throw new IllegalArgumentException("headDim must be even");
        }
        ShapeForm.counted("a row of all heads", (long) heads * headDim);
    }

    static RotaryEmbedding of(ShapeForm.Numbers n) {
        return new RotaryEmbedding(n.integer("tokens"), n.integer("heads"), n.integer("headDim"));
    }

    @Override
    public OperatorType type() {
        return OperatorType.ROTARY_EMBEDDING;
    }

    @Override
    public String text() {
        return "m" + tokens + "_h" + heads + "_d" + headDim;
    }

    /** {@code 3} per element: two multiplications and a sum. */
    @Override
    public long flops() {
        return ShapeForm.product(3, tokens, heads, headDim);
    }

    /** Input, cosine, sine and output once each. */
    @Override
    public long bytes(int elementBytes) {
        return ShapeForm.product(elementBytes,
                ShapeForm.sum(ShapeForm.product(2, tokens, heads, headDim), ShapeForm.product(tokens, headDim)));
    }
}
