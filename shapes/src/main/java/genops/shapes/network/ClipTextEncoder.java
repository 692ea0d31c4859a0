package genops.shapes.network;

import genops.shapes.operator.ActivationFunction;
import genops.shapes.trace.Mask;
import genops.shapes.trace.Tensor;
import genops.shapes.trace.Trace;
import genops.shapes.trace.Tracer;

/**
 * Text tower of CLIP (Radford et al., arXiv 2103.00020): a pre-norm transformer with causal mask over 77 tokens.
 *
 * @param layers those that run; Stable Diffusion 2 leaves out the last one of its tower
 */
public record ClipTextEncoder(int layers, int width, int heads, int mlp, ActivationFunction activation, int tokens, int vocabulary) {
    private static final String PAPER = "Radford et al., arXiv 2103.00020, the authors' code";

    /** The text tower of ViT-L/14, as in Stable Diffusion 1: 123,060,480 weights. */
    public static ClipTextEncoder vitL(Facts facts) {
        facts.published(PAPER);
        return new ClipTextEncoder(facts.number("layers", 12), facts.number("width", 768), facts.number("heads", 12),
                facts.number("MLP", 3072), ActivationFunction.QUICK_GELU, facts.number("tokens", 77),
                facts.number("vocabulary", 49408));
    }

    /** The text tower of OpenCLIP's ViT-H/14 without its last layer, as in Stable Diffusion 2: 340,387,840 weights. */
    public static ClipTextEncoder vitH(Facts facts) {
        facts.published("Stable Diffusion 2's and OpenCLIP's code and configuration");
        return new ClipTextEncoder(facts.number("layers", 23), facts.number("width", 1024), facts.number("heads", 16),
                facts.number("MLP", 4096), ActivationFunction.GELU, facts.number("tokens", 77),
                facts.number("vocabulary", 49408));
    }

    /** Encodes {@code batch} prompts. */
    public Trace trace(int batch) {
        Tracer t = new Tracer();
        Tensor x = t.addPositions(t.embedding(batch, tokens, vocabulary, width, "token"));
        for (int layer = 0; layer < layers; layer++) {
            Tensor h = t.layerNorm(x, "attention");
            Tensor query = t.linearBias(h, width, "query");
            Tensor key = t.linearBias(h, width, "key");
            t.linearBias(h, width, "value");
            h = t.attention(query, key, width / heads, Mask.CAUSAL, "causal");
            x = t.add(x, t.linearBias(h, width, "output"), "residual");
            h = t.activation(t.linearBias(t.layerNorm(x, "mlp"), mlp, "mlp"), activation, "mlp");
            x = t.add(x, t.linearBias(h, width, "mlp"), "residual");
        }
        t.layerNorm(x, "output");
        return t.trace();
    }
}
