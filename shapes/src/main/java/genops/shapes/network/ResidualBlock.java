package genops.shapes.network;

import genops.shapes.operator.ActivationFunction;
import genops.shapes.trace.Tensor;
import genops.shapes.trace.Tracer;
import java.util.Optional;

/**
 * The residual block of diffusion U-Nets and their autoencoders (Ho et al., arXiv 2006.11239, as in latent diffusion): twice group
 * norm, SiLU and a 3×3 convolution; the time embedding is added in between; a 1×1 convolution on the shortcut where the number of
 * channels changes.
 */
final class ResidualBlock {
    /** Groups of every group norm; published, the same in all these networks. */
    static final int GROUPS = 32;

    private ResidualBlock() {}

    /** A 3×3 convolution with whatever a network puts behind it. */
    @FunctionalInterface
    interface Convolution3x3 {
        Tensor apply(Tracer t, Tensor x, int outChannels);
    }

    /**
     * @param x {@code (images, height, width, channels)}
     * @param time {@code (images, channels)}, absent where the block does not see the step
     */
    static Tensor apply(Tracer t, Tensor x, Optional<Tensor> time, int outChannels, Convolution3x3 convolution) {
        Tensor h = convolution.apply(t, normSilu(t, x, "residual"), outChannels);
        if (time.isPresent()) {
            Tensor embedding = t.activation(time.get(), ActivationFunction.SILU, "time");
            h = t.broadcastAdd(h, t.linearBias(embedding, outChannels, "time"), "time");
        }
        h = convolution.apply(t, normSilu(t, h, "residual"), outChannels);
        Tensor shortcut = x.channels() == outChannels ? x : t.conv2d(x, outChannels, 1, 1, "shortcut");
        return t.add(shortcut, h, "residual");
    }

    /** Without a time embedding. */
    static Tensor apply(Tracer t, Tensor x, int outChannels) {
        return apply(t, x, Optional.empty(), outChannels, Tracer::conv3x3);
    }

    /** Group norm, then SiLU. */
    static Tensor normSilu(Tracer t, Tensor x, String kind) {
        return t.activation(t.groupNorm(x, GROUPS, kind), ActivationFunction.SILU, kind);
    }
}
