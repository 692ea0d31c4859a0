package genops.shapes.network;

import genops.shapes.operator.ActivationFunction;
import genops.shapes.trace.Mask;
import genops.shapes.trace.Tensor;
import genops.shapes.trace.Tracer;

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
    public Tensor denoise(Tracer t, int images, int height, int width, int contextLength) {
        Tensor time = UNet.embed(t, images, base, base);
        if (pooledWidth > 0) {
            time = t.add(time, UNet.embed(t, images, pooledWidth, base), "time");
        }
        Tensor context = Tensor.of(images, contextLength, contextWidth);
        return new UNet(base, multipliers, blocks).apply(t, Tensor.of(images, height, width, latentChannels), time, latentChannels,
                new UNet.Layers() {
                    @Override
                    public Tensor attention(Tracer tracer, Tensor x, int level) {
                        return transformer(tracer, x, context, depth[level]);
                    }

                    @Override
                    public Tensor middleAttention(Tracer tracer, Tensor x) {
                        return transformer(tracer, x, context, middleDepth);
                    }
                });
    }

    private Tensor transformer(Tracer t, Tensor x, Tensor context, int layers) {
        if (layers == 0) {
            return x;
        }
        int channels = x.channels();
        Tensor h = project(t, t.groupNorm(x, ResidualBlock.GROUPS, "transformer"), "transformer-in");
        h = h.tokens();
        for (int layer = 0; layer < layers; layer++) {
            Tensor normed = t.layerNorm(h, "self-norm");
            h = t.add(h, attention(t, normed, normed, "self"), "residual");
            h = t.add(h, attention(t, t.layerNorm(h, "cross-norm"), context, "cross"), "residual");
            Tensor hidden = t.linearBias(t.layerNorm(h, "mlp-norm"), 8 * channels, "geglu");
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
