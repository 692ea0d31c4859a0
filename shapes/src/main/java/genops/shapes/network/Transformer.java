package genops.shapes.network;

import genops.shapes.operator.ActivationFunction;
import genops.shapes.trace.Mask;
import genops.shapes.trace.Tensor;
import genops.shapes.trace.Tracer;

/**
 * The sub-layers of a pre-norm transformer (Vaswani et al., arXiv 1706.03762; layer norm first): each normalises its input and adds
 * its result to it. Inputs and outputs are {@code (batch, length, width)}.
 *
 * @param width channels
 * @param headDim size of a head
 * @param mlp hidden width of the MLP
 * @param activation between the two layers of the MLP
 * @param bias whether linear layers have a bias
 */
public record Transformer(int width, int headDim, int mlp, ActivationFunction activation, boolean bias) {

    /** Self-attention over each sequence. */
    public Tensor selfAttention(Tracer t, Tensor x, Mask mask, String kind) {
        Tensor normed = t.layerNorm(x, kind + "-norm");
        return attend(t, x, normed, normed, mask, kind);
    }

    /**
     * Attention to other sequences.
     *
     * @param context {@code (batch, keyLength, any width)}
     */
    public Tensor crossAttention(Tracer t, Tensor x, Tensor context) {
        return attend(t, x, t.layerNorm(x, "cross-norm"), context, Mask.FULL, "cross");
    }

    private Tensor attend(Tracer t, Tensor x, Tensor queries, Tensor keys, Mask mask, String kind) {
        Tensor query = t.linear(queries, width, bias, kind + "-query");
        Tensor key = t.linear(keys, width, bias, kind + "-key");
        t.linear(keys, width, bias, kind + "-value");
        return finish(t, x, t.attention(query, key, headDim, mask, kind), kind);
    }

    /** Projects the attention's result and adds it. */
    Tensor finish(Tracer t, Tensor x, Tensor mixed, String kind) {
        return t.add(x, t.linear(mixed, width, bias, kind + "-output"), "residual");
    }

    /** Two linear layers with the activation between them. */
    public Tensor mlp(Tracer t, Tensor x) {
        Tensor hidden = t.activation(t.linear(t.layerNorm(x, "mlp-norm"), mlp, bias, "mlp-in"), activation, "mlp");
        return t.add(x, t.linear(hidden, width, bias, "mlp-out"), "residual");
    }
}
