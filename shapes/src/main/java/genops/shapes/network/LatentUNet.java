package genops.shapes.network;

import genops.shapes.operator.ActivationFunction;
import genops.shapes.trace.Mask;
import genops.shapes.trace.Tensor;
import genops.shapes.trace.Trace;
import genops.shapes.trace.Tracer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The U-Net of latent diffusion (Rombach et al., arXiv 2112.10752): residual blocks at every level, transformer blocks with
 * cross-attention to the text at some, skip tensors of the way down concatenated on the way up.
 *
 * @param latentChannels channels of input and output
 * @param base channels of the first level
 * @param multipliers channels of each level, in multiples of the base
 * @param blocks residual blocks of a level on the way down; one more on the way up
 * @param depth transformer layers behind each residual block of a level, 0 for none
 * @param middleDepth transformer layers in the middle
 * @param headDim head dim for a number of channels
 * @param contextWidth width of the text embedding
 * @param linearProjection whether transformer blocks are entered and left by linear layers rather than 1×1 convolutions
 * @param pooledWidth width of the vector that is embedded and added to the time embedding, 0 for none
 */
public record LatentUNet(int latentChannels, int base, int[] multipliers, int blocks, int[] depth, int middleDepth,
        HeadDim headDim, int contextWidth, boolean linearProjection, int pooledWidth) {

    /** How channels are split into heads. */
    public sealed interface HeadDim {
        /** The same number of heads everywhere. */
        record Heads(int heads) implements HeadDim {}

        /** Heads of the same size everywhere. */
        record Fixed(int headDim) implements HeadDim {}

        /** Size of a head. */
        default int of(int channels) {
            return switch (this) {
                case Heads h -> channels / h.heads;
                case Fixed f -> f.headDim;
            };
        }
    }

    /**
     * One denoising step.
     *
     * @param images batch, doubled by guidance
     * @param height of the latent
     * @param width of the latent
     * @param contextLength tokens of the text
     */
    public Trace trace(int images, int height, int width, int contextLength) {
        Tracer t = new Tracer();
        Tensor time = timeEmbedding(t, images);
        Tensor context = Tensor.of(images, contextLength, contextWidth);
        Tensor x = t.conv3x3(Tensor.of(images, height, width, latentChannels), base);
        Deque<Tensor> skips = new ArrayDeque<>();
        skips.push(x);
        for (int level = 0; level < multipliers.length; level++) {
            for (int block = 0; block < blocks; block++) {
                x = ResidualBlock.apply(t, x, Optional.of(time), base * multipliers[level]);
                x = transformer(t, x, context, depth[level]);
                skips.push(x);
            }
            if (level + 1 < multipliers.length) {
                x = t.conv2d(x, x.channels(), 3, 2, "down");
                skips.push(x);
            }
        }
        x = ResidualBlock.apply(t, x, Optional.of(time), x.channels());
        x = transformer(t, x, context, middleDepth);
        x = ResidualBlock.apply(t, x, Optional.of(time), x.channels());
        for (int level = multipliers.length - 1; level >= 0; level--) {
            for (int block = 0; block <= blocks; block++) {
                x = t.concat(x, skips.pop(), "skip");
                x = ResidualBlock.apply(t, x, Optional.of(time), base * multipliers[level]);
                x = transformer(t, x, context, depth[level]);
            }
            if (level > 0) {
                x = t.conv2d(t.upsample(x, 2, "up"), x.channels(), 3, 1, "up");
            }
        }
        t.conv2d(ResidualBlock.normSilu(t, x, "output"), latentChannels, 3, 1, "output");
        return t.trace();
    }

    /** Two linear layers on the sinusoidal embedding of the step, and on the pooled text where there is one. */
    private Tensor timeEmbedding(Tracer t, int images) {
        Tensor time = embed(t, Tensor.of(images, base));
        return pooledWidth == 0 ? time : t.add(time, embed(t, Tensor.of(images, pooledWidth)), "time");
    }

    private Tensor embed(Tracer t, Tensor x) {
        Tensor h = t.activation(t.linearBias(x, 4 * base, "time"), ActivationFunction.SILU, "time");
        return t.linearBias(h, 4 * base, "time");
    }

    private Tensor transformer(Tracer t, Tensor x, Tensor context, int layers) {
        if (layers == 0) {
            return x;
        }
        int channels = x.channels();
        Tensor h = project(t, t.groupNorm(x, ResidualBlock.GROUPS, "transformer"), "transformer-in");
        h = h.tokens();
        for (int layer = 0; layer < layers; layer++) {
            Tensor normed = t.layerNorm(h, "self");
            h = t.add(h, attention(t, normed, normed, "self"), "residual");
            h = t.add(h, attention(t, t.layerNorm(h, "cross"), context, "cross"), "residual");
            Tensor hidden = t.linearBias(t.layerNorm(h, "mlp"), 8 * channels, "geglu");
            hidden = t.gated(hidden, ActivationFunction.GELU, "geglu");
            h = t.add(h, t.linearBias(hidden, channels, "mlp"), "residual");
        }
        h = h.view(x.extent(0), x.extent(1), x.extent(2), channels);
        return t.add(x, project(t, h, "transformer-out"), "residual");
    }

    private Tensor project(Tracer t, Tensor x, String kind) {
        return linearProjection ? t.linearBias(x, x.channels(), kind) : t.conv2d(x, x.channels(), 1, 1, kind);
    }

    private Tensor attention(Tracer t, Tensor x, Tensor context, String kind) {
        int channels = x.channels();
        Tensor query = t.linear(x, channels, kind + "-query");
        Tensor key = t.linear(context, channels, kind + "-key");
        t.linear(context, channels, kind + "-value");
        Tensor mixed = t.attention(query, key, headDim.of(channels), Mask.FULL, kind);
        return t.linearBias(mixed, channels, kind + "-output");
    }
}
