package genops.shapes.network;

import genops.shapes.operator.ActivationFunction;
import genops.shapes.trace.Tensor;
import genops.shapes.trace.Tracer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The efficient U-Net of Imagen's super-resolution stages (Saharia et al., arXiv 2205.11487, appendix B): each level down-samples
 * before its convolutions and up-samples after them, so that the residual blocks run at the lower resolution; skip connections are
 * added, scaled by 1/√2; the embedding of step and text enters once a level.
 *
 * @param base channels of the first level
 * @param multipliers channels of each level, in multiples of the base
 * @param blocks residual blocks of each level, down and up alike
 */
public record EfficientUNet(int base, int[] multipliers, int[] blocks) {

    /**
     * One denoising step.
     *
     * @param input noisy image and up-sampled low-resolution image, {@code (images, height, width, 6)}
     * @param embedding of step and text, {@code (images, 4 · base)}
     * @param lowestAttention the attention behind the residual blocks of the lowest level
     */
    public Tensor apply(Tracer t, Tensor input, Tensor embedding, UnaryOperator<Tensor> lowestAttention) {
        int lowest = multipliers.length - 1;
        Tensor x = t.conv3x3(input, base);
        Deque<Tensor> skips = new ArrayDeque<>();
        for (int level = 0; level <= lowest; level++) {
            x = t.conv2d(x, base * multipliers[level], 3, 2, "down");
            x = level(t, x, embedding, blocks[level]);
            x = level == lowest ? lowestAttention.apply(x) : x;
            skips.push(x);
        }
        for (int level = lowest; level >= 0; level--) {
            x = t.add(x, t.scale(skips.pop(), "skip"), "skip");
            x = level(t, x, embedding, blocks[level]);
            x = level == lowest ? lowestAttention.apply(x) : x;
            x = t.conv2d(t.upsample(x, 2, "up"), base * multipliers[Math.max(level - 1, 0)], 3, 1, "up");
        }
        return t.conv2d(x, 3, 3, 1, "output");
    }

    private static Tensor level(Tracer t, Tensor x, Tensor embedding, int blocks) {
        Tensor vector = t.linearBias(t.activation(embedding, ActivationFunction.SILU, "time"), x.channels(), "time");
        Tensor h = t.broadcastAdd(x, vector, "time");
        for (int block = 0; block < blocks; block++) {
            h = ResidualBlock.apply(t, h, Optional.empty(), h.channels(), Tracer::conv3x3);
        }
        return h;
    }
}
