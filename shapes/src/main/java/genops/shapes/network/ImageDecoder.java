package genops.shapes.network;

import genops.shapes.trace.Mask;
import genops.shapes.trace.Tensor;
import genops.shapes.trace.Tracer;

/**
 * Convolutional decoder of an autoencoder (VQGAN, Esser et al., arXiv 2012.09841; the VAE of latent diffusion): residual blocks at
 * every level from the latent up to the image, nearest ×2 and a 3×3 convolution between levels.
 *
 * @param latentChannels channels of the latent
 * @param channels of the levels, from the latent to the image
 * @param blocks residual blocks of a level
 * @param middleAttention whether a single-head self-attention stands between the two residual blocks in the middle
 */
public record ImageDecoder(int latentChannels, int[] channels, int blocks, boolean middleAttention) {

    /** The decoder of Stable Diffusion's VAE: with 4 latent channels 49,490,199 weights. */
    public static ImageDecoder stableDiffusion(Facts facts, int latentChannels) {
        facts.published("Rombach et al., arXiv 2112.10752, the authors' configuration");
        return new ImageDecoder(latentChannels, facts.numbers("channels", 512, 512, 256, 128),
                facts.number("residual blocks per level", 3), true);
    }

    /** Decodes latents of this size to images. */
    public Tensor decode(Tracer t, int images, int height, int width) {
        Tensor x = t.conv2d(Tensor.of(images, height, width, latentChannels), latentChannels, 1, 1, "latent");
        x = t.conv3x3(x, channels[0]);
        x = ResidualBlock.apply(t, x, channels[0]);
        if (middleAttention) {
            x = attention(t, x);
        }
        x = ResidualBlock.apply(t, x, channels[0]);
        for (int level = 0; level < channels.length; level++) {
            for (int block = 0; block < blocks; block++) {
                x = ResidualBlock.apply(t, x, channels[level]);
            }
            if (level + 1 < channels.length) {
                x = t.conv2d(t.upsample(x, 2, "up"), x.channels(), 3, 1, "up");
            }
        }
        return t.conv2d(ResidualBlock.normSilu(t, x, "output"), 3, 3, 1, "output");
    }

    private static Tensor attention(Tracer t, Tensor x) {
        int width = x.channels();
        Tensor h = t.groupNorm(x, ResidualBlock.GROUPS, "attention").tokens();
        Tensor query = t.linearBias(h, width, "self-query");
        Tensor key = t.linearBias(h, width, "self-key");
        t.linearBias(h, width, "self-value");
        h = t.linearBias(t.attention(query, key, width, Mask.FULL, "self"), width, "self-output");
        return t.add(x, h, "residual");
    }
}
