package genops.shapes.model;

import genops.shapes.network.Facts;
import genops.shapes.network.Provenance;
import genops.shapes.operator.ActivationFunction;
import genops.shapes.trace.Mask;
import genops.shapes.trace.Tensor;
import genops.shapes.trace.Tracer;
import java.util.List;

/**
 * LLaMA-2 (Touvron et al., arXiv 2307.09288), the text baseline: prefill of the prompt, then one token at a time against the cache.
 * Query, key and value are layers of their own; the gate and value halves of SwiGLU are one layer, as the gated activation reads
 * them.
 */
final class Llama implements Model {
    private static final String PAPER = "Touvron et al., arXiv 2307.09288";
    private static final String CODE = "the authors' code and params.json";

    private record Size(int layers, int width, int heads, int keyHeads, int mlp, long total) {}

    @Override
    public String name() {
        return "llama";
    }

    @Override
    public String title() {
        return "LLaMA-2 (" + PAPER + ")";
    }

    @Override
    public Family family() {
        return Family.TEXT;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter.Choice("variant", "size", List.of("7B", "13B", "70B"), true, Provenance.PUBLISHED, PAPER),
                Standard.batch(),
                new Parameter.Range("prompt", "tokens of the prompt", 2048, 1, 131072, 1, Provenance.ASSUMED,
                        "half of the published context of 4096"),
                new Parameter.Range("decoded", "tokens decoded after the prompt", 256, 1, 131072, 1, Provenance.ASSUMED,
                        "an answer of one page"));
    }

    @Override
    public List<Stage> stages(Arguments arguments, Facts facts) {
        Size size = switch (arguments.word("variant")) {
            case "13B" -> new Size(40, 5120, 40, 40, 13824, 13_015_864_320L);
            case "70B" -> new Size(80, 8192, 64, 8, 28672, 68_976_648_192L);
            default -> new Size(32, 4096, 32, 32, 11008, 6_738_415_616L);
        };
        facts.stage("prefill, decode").published(PAPER + ", " + CODE);
        facts.number("layers", size.layers);
        facts.number("width", size.width);
        facts.number("heads", size.heads);
        facts.number("key and value heads", size.keyHeads);
        facts.number("SwiGLU width", size.mlp);
        int vocabulary = facts.number("vocabulary", 32000);

        int batch = arguments.number("batch");
        int prompt = arguments.number("prompt");
        int decoded = arguments.number("decoded");
        Stage prefill = Stage.of("prefill", 1, t -> forward(t, size, vocabulary, batch, prompt, prompt));
        Stage decode = Stage.decoding("decode", CacheLength.integrate(prompt + 1, prompt + decoded, 8),
                (t, cached) -> forward(t, size, vocabulary, batch, 1, cached));
        return List.of(prefill.exactly(size.total, CODE), decode.exactly(size.total, CODE));
    }

    /** One pass over {@code tokens} new tokens that attend to {@code cached} keys, themselves included. */
    private static void forward(Tracer t, Size size, int vocabulary, int batch, int tokens, int cached) {
        Tensor x = t.embedding(batch, tokens, vocabulary, size.width, "token");
        for (int layer = 0; layer < size.layers; layer++) {
            x = t.add(x, attention(t, size, t.rmsNorm(x, "attention-norm"), cached), "residual");
            x = t.add(x, mlp(t, size, t.rmsNorm(x, "mlp-norm")), "residual");
        }
        t.rmsNorm(x, "output");
        // only the last token's successor is sampled
        Tensor last = Tensor.of(batch, 1, size.width);
        t.softmax(t.linear(last, vocabulary, "vocabulary"), "sampling");
    }

    private static Tensor attention(Tracer t, Size size, Tensor x, int cached) {
        int headDim = size.width / size.heads;
        Tensor query = t.rotary(t.linear(x, size.width, "query"), headDim, "query");
        Tensor key = t.rotary(t.linear(x, size.keyHeads * headDim, "key"), headDim, "key");
        t.linear(x, size.keyHeads * headDim, "value");
        Tensor cache = Tensor.of(key.extent(0), cached, key.channels());
        boolean prefill = x.extent(1) > 1;
        Tensor mixed = prefill
                ? t.attention(query, cache, headDim, Mask.CAUSAL, "causal")
                : t.attention(query, cache, headDim, Mask.FULL, "self");
        return t.linear(mixed, size.width, "output");
    }

    private static Tensor mlp(Tracer t, Size size, Tensor x) {
        Tensor hidden = t.gated(t.linear(x, 2 * size.mlp, "gate"), ActivationFunction.SILU, "swiglu");
        return t.linear(hidden, size.width, "mlp");
    }
}
