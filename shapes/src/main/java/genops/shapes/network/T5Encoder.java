package genops.shapes.network;

import genops.shapes.operator.ActivationFunction;
import genops.shapes.trace.Mask;
import genops.shapes.trace.Tensor;
import genops.shapes.trace.Tracer;
import genops.shapes.trace.WeightRole;

/**
 * Encoder of T5 (Raffel et al., arXiv 1910.10683) in version 1.1: RMS norm, gated GELU, no biases, relative position bias. The bias
 * on the scores is counted as weights but not as an operator: it is of lower order in the attention.
 */
public record T5Encoder(int layers, int width, int heads, int headDim, int mlp, int vocabulary, int buckets) {
    /** The source of its numbers. */
    public static final String SOURCE = "Raffel et al., arXiv 1910.10683, T5 1.1 configuration";
    /** Weights of {@link #xxl}. */
    public static final long XXL_PARAMETERS = 4_762_310_656L;

    /** T5-XXL: 4,762,310,656 weights. */
    public static T5Encoder xxl(Facts facts) {
        facts.published(SOURCE);
        return new T5Encoder(facts.number("layers", 24), facts.number("width", 4096), facts.number("heads", 64),
                facts.number("head dim", 64), facts.number("gated MLP", 10240), facts.number("vocabulary", 32128),
                facts.number("relative position buckets", 32));
    }

    /** Encodes {@code batch} prompts of {@code length} tokens to {@code (batch, length, width)}. */
    public Tensor encode(Tracer t, int batch, int length) {
        t.weights(WeightRole.EMBEDDING, (long) buckets * heads);
        Tensor x = t.embedding(batch, length, vocabulary, width, "token");
        for (int layer = 0; layer < layers; layer++) {
            Tensor h = t.rmsNorm(x, "self-norm");
            Tensor query = t.linear(h, heads * headDim, "self-query");
            Tensor key = t.linear(h, heads * headDim, "self-key");
            t.linear(h, heads * headDim, "self-value");
            h = t.attention(query, key, headDim, Mask.FULL, "self");
            x = t.add(x, t.linear(h, width, "self-output"), "residual");
            h = t.linear(t.rmsNorm(x, "mlp-norm"), 2 * mlp, "mlp-in");
            h = t.gated(h, ActivationFunction.GELU_TANH, "geglu");
            x = t.add(x, t.linear(h, width, "mlp-out"), "residual");
        }
        return t.rmsNorm(x, "output");
    }
}
