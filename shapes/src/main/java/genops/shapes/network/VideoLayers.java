package genops.shapes.network;

import genops.shapes.operator.ActivationFunction;
import genops.shapes.trace.Mask;
import genops.shapes.trace.Tensor;
import genops.shapes.trace.Tracer;

/**
 * The pseudo-3D layers of Make-A-Video (Singer et al., arXiv 2209.14792, section 3.2): every 3×3 convolution is followed by a
 * temporal convolution over the frames, every spatial attention by a temporal attention over the frames at each pixel.
 *
 * <p>Frames are outermost, {@code (frames · videos, height, width, channels)}. Temporal convolution works on that layout as it is;
 * temporal attention is surrounded by two rearrangements that make the frames of a pixel contiguous.
 *
 * @param frames of one video
 * @param kernel extent of the temporal convolution
 * @param attention spatial attention; its head dim is the temporal attention's too
 * @param firstAttention first level with attention; one beyond the last for none, then there is none in the middle either
 * @param levels number of levels
 */
public record VideoLayers(int frames, int kernel, PixelAttention attention, int firstAttention, int levels)
        implements UNet.Layers {

    @Override
    public Tensor convolution(Tracer t, Tensor x, int outChannels, int stride, String kind) {
        Tensor y = t.conv2d(x, outChannels, 3, stride, kind);
        t.temporalConv(byPixel(y), outChannels, kernel, kind);
        return y;
    }

    @Override
    public Tensor attention(Tracer t, Tensor x, int level) {
        return level < firstAttention ? x : temporalAttention(t, attention.self(t, x));
    }

    @Override
    public Tensor middleAttention(Tracer t, Tensor x) {
        return attention(t, x, levels - 1);
    }

    /** {@code (frames, videos · height · width, channels)}. */
    private Tensor byPixel(Tensor x) {
        return x.view(frames, x.rows() / frames, x.channels());
    }

    private Tensor temporalAttention(Tracer t, Tensor x) {
        int channels = x.channels();
        int pixels = x.rows() / frames;
        Transformer layer = new Transformer(channels, attention.headDim(), 4 * channels, ActivationFunction.GELU, true);
        Tensor sequences = t.rearrange(x.view(1, frames, pixels, channels), "time-first").view(pixels, frames, channels);
        Tensor mixed = layer.selfAttention(t, sequences, Mask.FULL, "temporal");
        t.rearrange(mixed.view(1, pixels, frames, channels), "space-first");
        return x;
    }
}
