package genops.shapes.operator;

/**
 * Self-attention over the frames of a video at each spatial position, in the layout in which a video model holds it: frames
 * outermost. Query, key, value and output are {@code (frames, positions, heads, headDim)}; each of the
 * {@code positions} (batch × height × width) is a sequence of its own whose steps lie {@code positions · heads · headDim}
 * elements apart. The same arithmetic as {@code Attention(positions, heads, frames, frames, headDim)}, other strides.
 */
public record TemporalAttention(int positions, int frames, int heads, int headDim, boolean causal) implements Operator {
    static final ShapeForm FORM = ShapeForm.of("x{positions}_t{frames}_h{heads}_d{headDim}[_causal]");

    public TemporalAttention {
        ShapeForm.positive("positions", positions, "frames", frames, "heads", heads, "headDim", headDim);
        ShapeForm.counted("the heads of all sequences", (long) positions * heads);
        ShapeForm.counted("a row of all heads", (long) heads * headDim);
    }

    static TemporalAttention of(ShapeForm.Numbers n) {
        return new TemporalAttention(n.integer("positions"), n.integer("frames"), n.integer("heads"), n.integer("headDim"),
                n.flag("_causal"));
    }

    /** The same attention with each sequence contiguous, as it is after the rearrangement. */
    public Attention contiguous() {
        return new Attention(positions, heads, frames, frames, headDim, heads, causal);
    }

    @Override
    public OperatorType type() {
        return OperatorType.TEMPORAL_ATTENTION;
    }

    @Override
    public String text() {
        return "x" + positions + "_t" + frames + "_h" + heads + "_d" + headDim + (causal ? "_causal" : "");
    }

    /** As {@link Attention#flops()} of {@link #contiguous()}. */
    @Override
    public long flops() {
        return contiguous().flops();
    }

    /** {@code 4 · positions · frames · heads · headDim} elements: Q, K, V, O. */
    @Override
    public long bytes(int elementBytes) {
        return contiguous().bytes(elementBytes);
    }
}
