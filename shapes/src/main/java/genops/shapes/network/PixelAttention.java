package genops.shapes.network;

import genops.shapes.trace.Mask;
import genops.shapes.trace.Tensor;
import genops.shapes.trace.Tracer;

/**
 * Attention of the pixels of a feature map (Dhariwal and Nichol, arXiv 2105.05233): group norm, projections, attention, output
 * projection, added to the input.
 *
 * @param headDim channels of a head
 */
public record PixelAttention(int headDim) {

    /** Pixels attend to pixels. */
    public Tensor self(Tracer t, Tensor x) {
        Tensor h = norm(t, x);
        Tensor key = keys(t, h, x.channels(), "self");
        return attend(t, x, h, key, "self");
    }

    /**
     * Pixels attend to pixels and text in one call: the keys and values of the text are appended (Nichol et al., GLIDE,
     * arXiv 2112.10741).
     *
     * @param text {@code (images, tokens, any width)}
     */
    public Tensor selfWithText(Tracer t, Tensor x, Tensor text) {
        Tensor h = norm(t, x);
        Tensor pixelKeys = keys(t, h, x.channels(), "self");
        Tensor textKeys = keys(t, t.layerNorm(text, "text"), x.channels(), "text");
        Tensor key = t.concatTokens(pixelKeys, textKeys, "text-key");
        t.concatTokens(pixelKeys, textKeys, "text-value");
        return attend(t, x, h, key, "self");
    }

    /** Pixels attend to the text alone. */
    public Tensor cross(Tracer t, Tensor x, Tensor text) {
        Tensor h = norm(t, x);
        Tensor key = keys(t, t.layerNorm(text, "text"), x.channels(), "cross");
        return attend(t, x, h, key, "cross");
    }

    private static Tensor norm(Tracer t, Tensor x) {
        return t.groupNorm(x, ResidualBlock.GROUPS, "attention").tokens();
    }

    private static Tensor keys(Tracer t, Tensor x, int channels, String kind) {
        t.linearBias(x, channels, kind + "-value");
        return t.linearBias(x, channels, kind + "-key");
    }

    private Tensor attend(Tracer t, Tensor x, Tensor h, Tensor key, String kind) {
        Tensor query = t.linearBias(h, x.channels(), kind + "-query");
        Tensor mixed = t.attention(query, key, headDim, Mask.FULL, kind);
        return t.add(x, t.linearBias(mixed, x.channels(), kind + "-output"), "residual");
    }
}
