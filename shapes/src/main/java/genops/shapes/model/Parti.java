package genops.shapes.model;

import genops.shapes.network.Facts;
import genops.shapes.network.Provenance;
import genops.shapes.network.Transformer;
import genops.shapes.operator.ActivationFunction;
import genops.shapes.trace.Mask;
import genops.shapes.trace.Tensor;
import genops.shapes.trace.Tracer;
import genops.shapes.trace.WeightRole;
import java.util.List;

/**
 * Parti (Yu et al., arXiv 2206.10789): an encoder over the text and an autoregressive decoder over image tokens, with a cache. The
 * paper's sparse attention mask is not published, so every query attends to all keys before it. The decoder's stage prefill computes
 * the keys and values of the text for all layers; after it every image token is one step.
 */
final class Parti implements Model {
    private static final String PAPER = "Yu et al., arXiv 2206.10789";

    private record Size(int encoderLayers, int decoderLayers, int width, int mlp, int heads, long total) {}

    @Override
    public String name() {
        return "parti";
    }

    @Override
    public String title() {
        return "Parti (" + PAPER + ")";
    }

    @Override
    public Family family() {
        return Family.TRANSFORMER_TEXT_TO_IMAGE;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter.Choice("variant", "size", List.of("20B", "3B", "750M", "350M"), true, Provenance.PUBLISHED, PAPER),
                Standard.batch(),
                new Parameter.Range("image", "height and width in pixels", 256, 8, 1024, 8, Provenance.PUBLISHED, PAPER),
                new Parameter.Range("prompt", "tokens of the text", 128, 1, 1024, 1, Provenance.PUBLISHED, PAPER),
                Standard.guidance());
    }

    @Override
    public List<Stage> stages(Arguments arguments, Facts facts) {
        // the totals are those of the layers' matrices, which the paper's sizes round
        Size size = switch (arguments.word("variant")) {
            case "3B" -> new Size(12, 36, 2048, 8192, 32, 3_020_000_000L);
            case "750M" -> new Size(12, 36, 1024, 4096, 16, 755_000_000L);
            case "350M" -> new Size(12, 12, 1024, 4096, 16, 352_300_000L);
            default -> new Size(16, 64, 4096, 16384, 64, 20_401_000_000L);
        };
        facts.stage("text-encoder, prefill, decode").published(PAPER);
        facts.number("encoder layers", size.encoderLayers);
        facts.number("decoder layers", size.decoderLayers);
        facts.number("width", size.width);
        facts.number("heads", size.heads);
        Transformer layer = new Transformer(size.width, size.width / size.heads, facts.number("MLP", size.mlp),
                ActivationFunction.RELU, false);
        int textVocabulary = facts.number("text vocabulary", 16000);
        int codebook = facts.number("image codebook", 8192);
        int patch = facts.number("side of an image token in pixels", 8);

        int guided = Standard.guidedBatch(arguments);
        int prompt = arguments.number("prompt");
        int side = arguments.number("image") / patch;
        Stage encoder = Stage.of("text-encoder", 1, t -> {
            Tensor x = t.addPositions(t.embedding(guided, prompt, textVocabulary, size.width, "token"));
            for (int i = 0; i < size.encoderLayers; i++) {
                x = layer.mlp(t, layer.selfAttention(t, x, Mask.FULL, "self"));
            }
            t.layerNorm(x, "output");
        });
        Stage prefill = Stage.of("prefill", 1, t -> {
            for (int i = 0; i < size.decoderLayers; i++) {
                t.linear(Tensor.of(guided, prompt, size.width), size.width, "cross-key");
                t.linear(Tensor.of(guided, prompt, size.width), size.width, "cross-value");
            }
        });
        Stage decode = Stage.decoding("decode", CacheLength.integrate(1, side * side, 1, 2, 4, 8, 12), (t, cached) -> {
            Tensor x = t.embedding(guided, 1, codebook, size.width, "token");
            t.weights(WeightRole.EMBEDDING, (long) side * side * size.width);
            x = t.add(x, x, "position");
            for (int i = 0; i < size.decoderLayers; i++) {
                x = cachedSelf(t, layer, x, cached);
                x = layer.mlp(t, cachedCross(t, layer, x, prompt));
            }
            t.softmax(t.linear(t.layerNorm(x, "output"), codebook, "vocabulary"), "sampling");
        }).within(size.total, 0.1, PAPER + ", the matrices of the layers; embeddings, head and norms come on top", "text-encoder",
                "prefill");
        return List.of(encoder, prefill, decode, detokenizer(arguments.number("batch"), side, patch, codebook, facts));
    }

    /** One new position attends to the cache, itself included. */
    private static Tensor cachedSelf(Tracer t, Transformer layer, Tensor x, int cached) {
        Tensor h = t.layerNorm(x, "self-norm");
        Tensor query = t.linear(h, layer.width(), "self-query");
        t.linear(h, layer.width(), "self-key");
        t.linear(h, layer.width(), "self-value");
        Tensor cache = Tensor.of(x.extent(0), cached, layer.width());
        Tensor mixed = t.attention(query, cache, layer.headDim(), Mask.FULL, "self");
        return t.add(x, t.linear(mixed, layer.width(), "self-output"), "residual");
    }

    /** One new position attends to the keys of the text that the prefill computed. */
    private static Tensor cachedCross(Tracer t, Transformer layer, Tensor x, int prompt) {
        Tensor query = t.linear(t.layerNorm(x, "cross-norm"), layer.width(), "cross-query");
        Tensor cache = Tensor.of(x.extent(0), prompt, layer.width());
        Tensor mixed = t.attention(query, cache, layer.headDim(), Mask.FULL, "cross");
        return t.add(x, t.linear(mixed, layer.width(), "cross-output"), "residual");
    }

    /** The decoder of ViT-VQGAN (Yu et al., arXiv 2110.04627): a transformer over the tokens, each of which becomes a patch. */
    private static Stage detokenizer(int images, int side, int patch, int codebook, Facts facts) {
        facts.stage("detokenizer").published(PAPER + "; Yu et al., arXiv 2110.04627");
        int layers = facts.number("layers", 32);
        int width = facts.number("width", 1280);
        int headDim = width / facts.number("heads", 16);
        int code = facts.number("channels of a code", 32);
        Transformer layer = new Transformer(width, headDim, facts.number("MLP", 5120),
                ActivationFunction.GELU, true);
        return Stage.of("detokenizer", 1, t -> {
            Tensor x = t.linearBias(t.embedding(images, side * side, codebook, code, "code"), width, "code");
            x = t.addPositions(x);
            for (int i = 0; i < layers; i++) {
                x = layer.mlp(t, layer.selfAttention(t, x, Mask.FULL, "self"));
            }
            x = t.linearBias(t.layerNorm(x, "output"), patch * patch * 3, "patch");
            t.rearrange(x.view(images * side, side, patch, patch * 3), "patch");
        });
    }
}
