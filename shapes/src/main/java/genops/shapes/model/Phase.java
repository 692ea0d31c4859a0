package genops.shapes.model;

/**
 * Which phase of a large language model's inference a pass over a network resembles, and with it every call of the pass.
 *
 * <p>The rule: a pass is {@link #DECODE_LIKE} where it adds one position to a cache, otherwise {@link #PREFILL_LIKE}. So the U-Nets,
 * text encoders and decoders of all models are prefill-like, autoregressive steps (LLaMA, Parti) are decode-like. The steps of the
 * masked transformers Muse and Phenaki run the whole sequence without a cache: they are prefill-like by this rule, however short their
 * sequences are. What a single call of attention resembles is told by its shape alone:
 * {@link genops.shapes.operator.AttentionKind}.
 */
public enum Phase {
    /** All positions of a sequence at once. */
    PREFILL_LIKE("prefill-like"),
    /** One new position, beside a cache of those before it. */
    DECODE_LIKE("decode-like");

    private final String label;

    Phase(String label) {
        this.label = label;
    }

    /** The name on the command line, in tables and result files. */
    public String label() {
        return label;
    }

    /** The phase of this label; case does not matter, {@code prefill} and {@code decode} are enough. */
    public static Phase of(String label) {
        for (Phase phase : values()) {
            if (phase.label.equalsIgnoreCase(label) || phase.label.equalsIgnoreCase(label + "-like")) {
                return phase;
            }
        }
        throw new IllegalArgumentException("unknown phase '" + label + "'; known: prefill-like, decode-like");
    }

    @Override
    public String toString() {
        return label;
    }
}
