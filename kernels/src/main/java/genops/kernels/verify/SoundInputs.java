package genops.kernels.verify;

import static genops.kernels.InputKind.EQUAL;
import static genops.kernels.InputKind.LARGE;
import static genops.kernels.InputKind.MASKED;
import static genops.kernels.InputKind.OFFSET;
import static genops.kernels.InputKind.SPIKE;
import static genops.kernels.InputKind.TINY;
import static genops.kernels.InputKind.UNIFORM;

import genops.kernels.InputKind;
import genops.shapes.operator.Activation;
import genops.shapes.operator.Add;
import genops.shapes.operator.Attention;
import genops.shapes.operator.BroadcastAdd;
import genops.shapes.operator.Concat;
import genops.shapes.operator.Convolution;
import genops.shapes.operator.Embedding;
import genops.shapes.operator.GatedActivation;
import genops.shapes.operator.GroupNorm;
import genops.shapes.operator.LayerNorm;
import genops.shapes.operator.Linear;
import genops.shapes.operator.Operator;
import genops.shapes.operator.Rearrange;
import genops.shapes.operator.RmsNorm;
import genops.shapes.operator.RotaryEmbedding;
import genops.shapes.operator.Scale;
import genops.shapes.operator.Softmax;
import genops.shapes.operator.TemporalAttention;
import genops.shapes.operator.TemporalConvolution;
import genops.shapes.operator.Upsample;
import java.util.List;

/**
 * The kinds of inputs that a sound kernel of an operator must survive, each with its factor on the tolerance. An error is measured
 * against a magnitude that knows what cancels, so the factors are 1 but where that magnitude is only a bound of first order.
 */
public final class SoundInputs {

    private SoundInputs() {}

    /**
     * A kind of inputs.
     *
     * @param kind the kind
     * @param factor on the tolerance
     */
    public record Sound(InputKind kind, double factor) {}

    private static final List<Sound> ALL = List.of(new Sound(UNIFORM, 1), new Sound(LARGE, 1), new Sound(OFFSET, 1), new Sound(EQUAL, 1),
            new Sound(TINY, 1), new Sound(SPIKE, 1));
    /**
     * Of attention: equal keys have equal probabilities, whose products with equal values are added with equal rounding errors, which
     * do not grow like a root.
     */
    private static final List<Sound> OF_ATTENTION = ALL.stream().map(s -> s.kind() == EQUAL ? new Sound(EQUAL, 4) : s).toList();
    /**
     * Of convolution: what Winograd's transforms round is as large as a whole tile of inputs, and at an edge, or beside a large value, the
     * few inputs of an element are much smaller.
     */
    private static final List<Sound> OF_CONVOLUTION = ALL.stream().map(s -> s.kind() == SPIKE ? new Sound(SPIKE, 2) : s).toList();
    /** Weights, and indices, are of one kind. */
    private static final List<Sound> UNIFORM_ALONE = List.of(new Sound(UNIFORM, 1));

    /** The kinds of an operator; the first is what is timed. */
    public static List<Sound> of(Operator shape) {
        return switch (shape) {
            case Attention a -> OF_ATTENTION;
            case TemporalAttention a -> OF_ATTENTION;
            case Convolution c -> OF_CONVOLUTION;
            case TemporalConvolution c -> ALL;
            case Linear l -> ALL;
            case GroupNorm g -> ALL;
            case LayerNorm l -> ALL;
            case RmsNorm r -> ALL;
            case Activation a -> ALL;
            case GatedActivation g -> ALL;
            case Softmax s -> java.util.stream.Stream.concat(ALL.stream(), java.util.stream.Stream.of(new Sound(MASKED, 1))).toList();
            case Add a -> ALL;
            case BroadcastAdd b -> ALL;
            case Scale s -> ALL;
            case RotaryEmbedding r -> ALL;
            case Concat c -> ALL;
            case Upsample u -> ALL;
            case Rearrange r -> ALL;
            case Embedding e -> UNIFORM_ALONE;
        };
    }
}
