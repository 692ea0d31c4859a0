package genops.shapes.network;

import genops.shapes.operator.ActivationFunction;
import genops.shapes.trace.Mask;
import genops.shapes.trace.Tensor;
import genops.shapes.trace.Tracer;

/**
 * Text tower of CLIP (Radford et al., arXiv 2103.00020): a pre-norm transformer with causal mask over 77 tokens.
 *
 * @param layers those that run; Stable Diffusion 2 leaves out the last one of its tower
 * @param projection whether the pooled text is projected at the end
 */
public record ClipTextEncoder(int layers, int width, int heads, int mlp, ActivationFunction activation, int tokens, int vocabulary,
        boolean projection) {

    /** The text tower of ViT-L/14, as in Stable Diffusion 1: 123,060,480 weights. */
    public static ClipTextEncoder vitL(Facts facts) {
        facts.published("Radford et al., arXiv 2103.00020, the authors' code");
        return of(facts, 12, 768, 12, ActivationFunction.QUICK_GELU, false);
    }

    /** The text tower of OpenCLIP's ViT-H/14 without its last layer, as in Stable Diffusion 2: 340,387,840 weights. */
    public static ClipTextEncoder vitH(Facts facts) {
        facts.published("Stable Diffusion 2's and OpenCLIP's configuration");
        return of(facts, 23, 1024, 16, ActivationFunction.GELU, false);
    }

    /** The text tower of OpenCLIP's ViT-bigG/14 with its projection, as in SDXL: 694,659,840 weights. */
    public static ClipTextEncoder vitBigG(Facts facts) {
        facts.published("SDXL's and OpenCLIP's configuration");
        return of(facts, 32, 1280, 20, ActivationFunction.GELU, true);
    }

    private static ClipTextEncoder of(Facts facts, int layers, int width, int heads, ActivationFunction activation,
            boolean projection) {
        return new ClipTextEncoder(facts.number("layers", layers), facts.number("width", width), facts.number("heads", heads),
                facts.number("MLP", 4 * width), activation, facts.number("tokens", 77), facts.number("vocabulary", 49408),
                projection);
    }

    /** Encodes {@code batch} prompts to {@code (batch, tokens, width)}. */
    public Tensor encode(Tracer t, int batch) {
        Transformer layer = new Transformer(width, width / heads, mlp, activation, true);
        Tensor x = t.addPositions(t.embedding(batch, tokens, vocabulary, width, "token"));
        for (int i = 0; i < layers; i++) {
            x = layer.mlp(t, layer.selfAttention(t, x, Mask.CAUSAL, "causal"));
        }
        x = t.layerNorm(x, "output");
        if (projection) {
            t.linear(Tensor.of(batch, width), width, "projection");
        }
        return x;
    }
}
