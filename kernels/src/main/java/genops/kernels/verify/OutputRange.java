package genops.kernels.verify;

import genops.kernels.Tensors;
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
import java.util.Optional;

/** The largest absolute value that any element of the output can have by the operator's formula: what every element is held to. */
final class OutputRange {
    /** Rounding, of fp16 too, and what is flushed. */
    private static final double SLACK = 1.01;
    private static final double LEAST = 1e-30;

    private OutputRange() {}

    /** What is wrong with the largest element; empty where all are in range. Inputs that are not finite only softmax is given. */
    static Optional<String> violation(Operator shape, Tensors tensors) {
        double bound = SLACK * bound(shape, tensors) + LEAST;
        double largest = Extent.largest(tensors.output());
        return largest <= bound ? Optional.empty()
                : Optional.of(String.format(java.util.Locale.ROOT, "an output of %.3g where none can be beyond %.3g", largest, bound));
    }

    private static double bound(Operator shape, Tensors tensors) {
        return switch (shape) {
            // a mean of values
            case Attention a -> largest(tensors, "value");
            case TemporalAttention a -> largest(tensors, "value");
            case Softmax s -> 1;
            case Convolution c -> sum(tensors, (long) c.kernelH() * c.kernelW() * c.inChannels(), true);
            case TemporalConvolution c -> sum(tensors, (long) c.kernel() * c.inChannels(), true);
            case Linear l -> sum(tensors, l.inFeatures(), l.bias());
            // of L values none is further from their mean than √L standard deviations
            case GroupNorm g -> norm(tensors, (double) g.positions() * g.channels() / g.groups(), true);
            case LayerNorm l -> norm(tensors, l.channels(), true);
            case RmsNorm r -> norm(tensors, r.channels(), false);
            case Activation a -> largest(tensors, "input");
            case GatedActivation g -> largest(tensors, "input") * largest(tensors, "input");
            case Add a -> largest(tensors, "left") + largest(tensors, "right");
            case BroadcastAdd b -> largest(tensors, "left") + largest(tensors, "right");
            case Scale s -> largest(tensors, "input");
            case RotaryEmbedding r -> largest(tensors, "input") * (largest(tensors, "cosine") + largest(tensors, "sine"));
            case Concat c -> Math.max(largest(tensors, "left"), largest(tensors, "right"));
            case Embedding e -> largest(tensors, "table");
            case Upsample u -> largest(tensors, "input");
            case Rearrange r -> largest(tensors, "input");
        };
    }

    private static double sum(Tensors tensors, long terms, boolean bias) {
        return terms * largest(tensors, "input") * largest(tensors, "weight") + (bias ? largest(tensors, "bias") : 0);
    }

    private static double norm(Tensors tensors, double elements, boolean bias) {
        return Math.sqrt(elements) * largest(tensors, "weight") + (bias ? largest(tensors, "bias") : 0);
    }

    private static double largest(Tensors tensors, String name) {
        return Extent.largest(tensors.get(name));
    }
}
