package genops.kernels.property;

import genops.kernels.TensorSpec;
import genops.kernels.reference.Reference;
import genops.kernels.reference.References;
import genops.shapes.operator.Activation;
import genops.shapes.operator.ActivationFunction;
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
import genops.shapes.operator.OperatorType;
import genops.shapes.operator.Rearrange;
import genops.shapes.operator.RmsNorm;
import genops.shapes.operator.RotaryEmbedding;
import genops.shapes.operator.Scale;
import genops.shapes.operator.Softmax;
import genops.shapes.operator.TemporalAttention;
import genops.shapes.operator.TemporalConvolution;
import genops.shapes.operator.Upsample;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Shapes drawn at random, of every operator: one row, one column, numbers beside powers of two, primes, and any. They are so small that the
 * reference evaluates all of their output in a millisecond, now and then in some tens of them: many small shapes find more than few large ones.
 */
final class RandomShapes {
    /** Operations of the reference: most shapes have no more than a number between these, and one in {@link #LARGE_IN} than the last. */
    private static final double LEAST = 2e4;
    private static final double USUAL = 1e6;
    private static final double LARGE = 2e7;
    private static final int LARGE_IN = 50;
    private static final int[] PRIMES = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 61, 67, 73, 79, 97, 101, 127, 131, 191, 193,
        251, 257, 263, 331, 509, 521, 641, 769, 1021, 1031};
    private static final int MOST_HEAD_DIM = 257;

    private final SplittableRandom random;
    /** Whether a convolution is one that Winograd's tiles serve, of which few that are drawn freely are small enough. */
    private final boolean tiled;

    private RandomShapes(long seed) {
        random = new SplittableRandom(seed);
        tiled = random.nextInt(3) == 0;
    }

    /** The shape of a seed. */
    static Operator of(long seed) {
        RandomShapes shapes = new RandomShapes(seed);
        OperatorType type = shapes.type();
        double most = shapes.random.nextInt(LARGE_IN) == 0 ? LARGE
                : LEAST * Math.pow(USUAL / LEAST, shapes.random.nextDouble());
        Operator shape = shapes.draw(type);
        while (operations(shape) > most) {
            shape = shapes.draw(type);
        }
        return shape;
    }

    /** Operators whose kernels have many paths come more often. */
    private OperatorType type() {
        int draw = random.nextInt(3 * OperatorType.values().length / 2);
        return draw < OperatorType.values().length ? OperatorType.values()[draw]
                : List.of(OperatorType.ATTENTION, OperatorType.CONVOLUTION, OperatorType.LINEAR).get(draw % 3);
    }

    @SuppressWarnings("unchecked")
    private static <O extends Operator> double operations(O shape) {
        Reference<O> reference = References.of((Class<O>) shape.getClass());
        long elements = TensorSpec.of(shape).getLast().elements();
        return reference.unitOperations(shape, elements) * (elements / reference.unitLength(shape));
    }

    private Operator draw(OperatorType type) {
        return switch (type) {
            case ATTENTION -> attention();
            case TEMPORAL_ATTENTION -> new TemporalAttention(length(60), length(80), few(), length(MOST_HEAD_DIM), random.nextBoolean());
            case CONVOLUTION -> convolution();
            case TEMPORAL_CONVOLUTION -> temporalConvolution();
            case LINEAR -> new Linear(length(300), length(400), length(1500), random.nextBoolean());
            case GROUP_NORM -> {
                int groups = length(40);
                yield new GroupNorm(few(), groups * length(20), length(300), groups, random.nextBoolean());
            }
            case LAYER_NORM -> new LayerNorm(length(200), length(3000));
            case RMS_NORM -> new RmsNorm(length(200), length(3000));
            case ACTIVATION -> new Activation(length(40_000), function());
            case GATED_ACTIVATION -> new GatedActivation(length(100), length(1500), function());
            case SOFTMAX -> new Softmax(length(200), length(3000));
            case ADD -> new Add(length(80_000));
            case BROADCAST_ADD -> new BroadcastAdd(few(), length(300), length(300));
            case SCALE -> new Scale(length(80_000));
            case ROTARY_EMBEDDING -> new RotaryEmbedding(length(60), length(9), 2 * length(129));
            case CONCAT -> new Concat(length(200), length(500), length(500));
            case EMBEDDING -> new Embedding(length(200), length(300), length(700));
            case UPSAMPLE -> new Upsample(few(), length(200), length(30), length(30), 1 + random.nextInt(4));
            case REARRANGE -> new Rearrange(few(), length(100), length(100), length(150));
        };
    }

    /** Heads that share keys or not, decoding or not, causal with as many keys as queries or more. */
    private Attention attention() {
        int kvHeads = few();
        int heads = kvHeads * few();
        int queries = length(300);
        int keys = length(600);
        boolean causal = random.nextBoolean();
        return new Attention(few(), heads, causal ? Math.min(queries, keys) : queries, causal ? Math.max(queries, keys) : keys,
                length(MOST_HEAD_DIM), kvHeads, causal);
    }

    private Convolution convolution() {
        if (tiled) {
            return new Convolution(few(), 15 + length(60), 3 + length(14), 3 + length(14), length(100), 3, 3, 1, random.nextInt(2));
        }
        int kernelH = kernel();
        int kernelW = random.nextInt(4) == 0 ? kernel() : kernelH;
        int pad = random.nextInt(Math.max(kernelH, kernelW) / 2 + 2);
        return new Convolution(few(), length(140), atLeast(kernelH - 2 * pad, 40), atLeast(kernelW - 2 * pad, 40), length(140), kernelH,
                kernelW, 1 + random.nextInt(3) / 2 + random.nextInt(5) / 4, pad);
    }

    private TemporalConvolution temporalConvolution() {
        int kernel = kernel();
        int pad = random.nextInt(kernel / 2 + 2);
        // one in four is between few channels, which has a kernel of its own
        int few = random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 0;
        return new TemporalConvolution(length(300), few > 0 ? few : length(100), atLeast(kernel - 2 * pad, 24), few > 0 ? few : length(100),
                kernel, 1 + random.nextInt(3) / 2, pad);
    }

    private int kernel() {
        int[] sizes = {1, 3, 3, 3, 3, 2, 5, 7};
        return sizes[random.nextInt(sizes.length)];
    }

    private ActivationFunction function() {
        return ActivationFunction.values()[random.nextInt(ActivationFunction.values().length)];
    }

    private int few() {
        return 1 + random.nextInt(2) + random.nextInt(3) / 2;
    }

    private int atLeast(int least, int most) {
        return Math.max(least, length(most));
    }

    /** From 1 to a number: the ends of vectors and tiles lie beside powers of two. */
    private int length(int most) {
        int drawn = switch (random.nextInt(6)) {
            case 0 -> 1;
            case 1 -> (1 << random.nextInt(1, 11)) + random.nextInt(3) - 1;
            case 2 -> PRIMES[random.nextInt(PRIMES.length)];
            default -> 1 + (int) (most * Math.pow(random.nextDouble(), 2));
        };
        return Math.min(drawn, most);
    }
}
