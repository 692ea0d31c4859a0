package genops.shapes.operator;

/**
 * Scaled dot-product attention, {@code O = softmax(Q Kᵀ / √headDim) V} (Vaswani et al., arXiv 1706.03762, eq. 1).
 *
 * <p>Layouts: query and output {@code (batch, queryLength, heads, headDim)}, key and value
 * {@code (batch, keyLength, kvHeads, headDim)}. With {@code kvHeads < heads} consecutive groups of {@code heads / kvHeads} query
 * heads share a key head (grouped-query attention). With {@code causal} query i attends to keys
 * {@code 0 … keyLength − queryLength + i}, so the last query sees every key.
 */
public record Attention(int batch, int heads, int queryLength, int keyLength, int headDim, int kvHeads, boolean causal)
        implements Operator {
    static final ShapeForm FORM =
            ShapeForm.of("b{batch}_h{heads}_q{queryLength}_k{keyLength}_d{headDim}[_g{kvHeads}][_causal]");

    public Attention {
        ShapeForm.positive("batch", batch, "heads", heads, "queryLength", queryLength, "keyLength", keyLength,
                "headDim", headDim, "kvHeads", kvHeads);
        if (heads % kvHeads != 0) {
            throw new IllegalArgumentException("heads " + heads + " is no multiple of kvHeads " + kvHeads);
        }
        if (causal && keyLength < queryLength) {
            throw new IllegalArgumentException("causal needs keyLength >= queryLength");
        }
        ShapeForm.counted("the heads of all sequences", (long) batch * heads);
        ShapeForm.counted("a row of all heads", (long) heads * headDim);
        // scores that a mask hides have their place in memory, too
        ShapeForm.countable(batch, heads, queryLength, keyLength);
    }

    /** Attention with as many key heads as query heads and no mask. */
    public Attention(int batch, int heads, int queryLength, int keyLength, int headDim) {
        this(batch, heads, queryLength, keyLength, headDim, heads, false);
    }

    static Attention of(ShapeForm.Numbers n) {
        int heads = n.integer("heads");
        return new Attention(n.integer("batch"), heads, n.integer("queryLength"), n.integer("keyLength"),
                n.integer("headDim"), n.integer("kvHeads", heads), n.flag("_causal"));
    }

    @Override
    public OperatorType type() {
        return OperatorType.ATTENTION;
    }

    @Override
    public String text() {
        return "b" + batch + "_h" + heads + "_q" + queryLength + "_k" + keyLength + "_d" + headDim
                + (kvHeads == heads ? "" : "_g" + kvHeads) + (causal ? "_causal" : "");
    }

    /** Scores of one head that the mask keeps: {@code q·k}, causal {@code q·k − q(q−1)/2}. */
    public long scoresPerHead() {
        long all = (long) queryLength * keyLength;
        return causal ? all - (long) queryLength * (queryLength - 1) / 2 : all;
    }

    /** {@code 4 · batch · heads · headDim · scoresPerHead}: QKᵀ and PV, only the scores that the mask keeps. */
    @Override
    public long flops() {
        return ShapeForm.product(4, batch, heads, headDim, scoresPerHead());
    }

    /** {@code (2 · batch · heads · q · d + 2 · batch · kvHeads · k · d)} elements: Q, O, K, V; no scores. */
    @Override
    public long bytes(int elementBytes) {
        return ShapeForm.product(elementBytes, 2, batch, headDim,
                ShapeForm.sum(ShapeForm.product(heads, queryLength), ShapeForm.product(kvHeads, keyLength)));
    }
}
