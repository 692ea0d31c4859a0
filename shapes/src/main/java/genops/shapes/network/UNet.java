package genops.shapes.network;

import genops.shapes.operator.ActivationFunction;
import genops.shapes.trace.Tensor;
import genops.shapes.trace.Tracer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The walk through a diffusion U-Net (Ho et al., arXiv 2006.11239; Dhariwal and Nichol, arXiv 2105.05233): residual blocks at every
 * level, each followed by attention where the level has any; skip tensors of the way down are concatenated on the way up.
 *
 * @param base channels of the first level
 * @param multipliers channels of each level, in multiples of the base
 * @param blocks residual blocks of a level on the way down; one more on the way up
 */
public record UNet(int base, int[] multipliers, int blocks) {

    /** What differs from network to network. */
    public interface Layers {

        /** A 3×3 convolution with whatever stands behind it. */
        default Tensor convolution(Tracer t, Tensor x, int outChannels, int stride, String kind) {
            return t.conv2d(x, outChannels, 3, stride, kind);
        }

        /** The attention behind a residual block of a level, or nothing. */
        Tensor attention(Tracer t, Tensor x, int level);

        /** The attention in the middle. */
        Tensor middleAttention(Tracer t, Tensor x);
    }

    /**
     * One denoising step.
     *
     * @param input {@code (images, height, width, channels)}
     * @param time embedding of the step, {@code (images, 4 · base)}
     */
    public Tensor apply(Tracer t, Tensor input, Tensor time, int outChannels, Layers layers) {
        Tensor x = layers.convolution(t, input, base, 1, "3x3");
        Deque<Tensor> skips = new ArrayDeque<>();
        skips.push(x);
        for (int level = 0; level < multipliers.length; level++) {
            for (int block = 0; block < blocks; block++) {
                x = layers.attention(t, residual(t, x, time, base * multipliers[level], layers), level);
                skips.push(x);
            }
            if (level + 1 < multipliers.length) {
                x = layers.convolution(t, x, x.channels(), 2, "down");
                skips.push(x);
            }
        }
        x = layers.middleAttention(t, residual(t, x, time, x.channels(), layers));
        x = residual(t, x, time, x.channels(), layers);
        for (int level = multipliers.length - 1; level >= 0; level--) {
            for (int block = 0; block <= blocks; block++) {
                x = t.concat(x, skips.pop(), "skip");
                x = layers.attention(t, residual(t, x, time, base * multipliers[level], layers), level);
            }
            if (level > 0) {
                x = layers.convolution(t, t.upsample(x, 2, "up"), x.channels(), 1, "up");
            }
        }
        return layers.convolution(t, ResidualBlock.normSilu(t, x, "output"), outChannels, 1, "output");
    }

    private static Tensor residual(Tracer t, Tensor x, Tensor time, int channels, Layers layers) {
        return ResidualBlock.apply(t, x, Optional.of(time), channels,
                (tracer, input, out) -> layers.convolution(tracer, input, out, 1, "3x3"));
    }

    /** Two linear layers on a vector per image, such as the sinusoidal embedding of the step: {@code (images, 4 · base)}. */
    public static Tensor embed(Tracer t, int images, int width, int base) {
        Tensor h = t.linearBias(Tensor.of(images, width), 4 * base, "time");
        return t.linearBias(t.activation(h, ActivationFunction.SILU, "time"), 4 * base, "time");
    }
}
