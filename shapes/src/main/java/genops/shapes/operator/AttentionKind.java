package genops.shapes.operator;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a call of attention resembles, told by its shape alone, so that a user's own shapes have a kind too. The three are never mixed in
 * one mean: a flash kernel gains from each for another reason.
 */
public enum AttentionKind {
    /** Many query rows share a pass over the keys: all calls that are neither of the others. */
    PREFILL_LIKE("prefill-like"),
    /** At most {@value #FEW_QUERY_ROWS} query rows, fewer than keys: a cache of earlier keys is read for few new positions. */
    DECODE_LIKE("decode-like"),
    /** As many queries as keys, at most {@value #SHORT_LENGTH}: frames of a video, 8×8 blocks of an image; many sequences at once. */
    SHORT_SEQUENCES("short sequences");

    /** Most query rows of a decode-like call. */
    public static final int FEW_QUERY_ROWS = 8;
    /** Longest of the short sequences. */
    public static final int SHORT_LENGTH = 128;

    private final String label;

    AttentionKind(String label) {
        this.label = label;
    }

    /** The words in tables, result files and plots. */
    public String label() {
        return label;
    }

    /** The word on the command line: the label without spaces, e.g. {@code short-sequences}. */
    public String word() {
        return label.replace(' ', '-');
    }

    /**
     * The kind of this word; case does not matter.
     *
     * @throws IllegalArgumentException one line that names the kinds there are
     */
    public static AttentionKind named(String word) {
        return Arrays.stream(values()).filter(k -> k.word().equalsIgnoreCase(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown kind of attention '" + word + "'; known: "
                        + Arrays.stream(values()).map(AttentionKind::word).collect(Collectors.joining(", "))));
    }

    /** The kind of a shape; empty where it is not attention. */
    public static Optional<AttentionKind> of(Operator operator) {
        return switch (operator) {
            case Attention a -> Optional.of(of(a.queryLength(), a.keyLength()));
            case TemporalAttention a -> Optional.of(of(a.frames(), a.frames()));
            default -> Optional.empty();
        };
    }

    private static AttentionKind of(int queryLength, int keyLength) {
        if (queryLength <= FEW_QUERY_ROWS && queryLength < keyLength) {
            return DECODE_LIKE;
        }
        return queryLength == keyLength && queryLength <= SHORT_LENGTH ? SHORT_SEQUENCES : PREFILL_LIKE;
    }

    @Override
    public String toString() {
        return label;
    }
}
