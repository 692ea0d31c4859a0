package genops.shapes.model;

import genops.shapes.operator.Attention;
import genops.shapes.operator.Operator;
import genops.shapes.operator.TemporalAttention;

/**
 * Which phase of a large language model's inference a call resembles.
 *
 * <p>The rule: a pass over a network is {@link #DECODE_LIKE} where it adds one position to a cache, otherwise
 * {@link #PREFILL_LIKE}, and so are its calls; an attention call is judged by itself, by the number of query rows of one sequence
 * that share a pass over its keys. So the U-Nets, text encoders and decoders of all models are prefill-like, autoregressive steps
 * (LLaMA, Parti) are decode-like, and temporal attention over a few frames (Make-A-Video's decoder, Phenaki's C-ViViT) is
 * decode-like inside a prefill-like network. The steps of the masked transformers Muse and Phenaki run the whole sequence without a
 * cache: they are prefill-like by this rule, however short their sequences are.
 */
public enum Phase {
    /** Many query rows share one pass over the keys. */
    PREFILL_LIKE("prefill-like"),
    /** One or few query rows: at most {@value #FEW_QUERY_ROWS}. */
    DECODE_LIKE("decode-like");

    /** The rows of one fragment of a matrix instruction (m16n8k16): up to here more rows cost no further pass over the keys. */
    public static final int FEW_QUERY_ROWS = 16;

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

    /** The phase of a call in a pass of this phase. */
    public Phase of(Operator operator) {
        return switch (operator) {
            case Attention a -> ofQueryRows(a.queryLength());
            case TemporalAttention a -> ofQueryRows(a.frames());
            default -> this;
        };
    }

    private static Phase ofQueryRows(int rows) {
        return rows <= FEW_QUERY_ROWS ? DECODE_LIKE : PREFILL_LIKE;
    }

    @Override
    public String toString() {
        return label;
    }
}
