package genops.shapes.model;

import genops.shapes.network.Facts;
import genops.shapes.network.Provenance;
import genops.shapes.network.T5Encoder;
import genops.shapes.network.Transformer;
import genops.shapes.operator.ActivationFunction;
import genops.shapes.trace.Mask;
import genops.shapes.trace.Tensor;
import genops.shapes.trace.Tracer;
import java.util.List;

/**
 * Phenaki 1.8B (Villegas et al., arXiv 2210.02399): a masked transformer over the tokens of a video, and the C-ViViT decoder that
 * turns them into frames.
 */
final class Phenaki implements Model {
    private static final String PAPER = "Villegas et al., arXiv 2210.02399";

    @Override
    public String name() {
        return "phenaki";
    }

    @Override
    public String title() {
        return "Phenaki 1.8B (" + PAPER + ")";
    }

    @Override
    public Family family() {
        return Family.TEXT_TO_VIDEO;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Standard.batch(),
                new Parameter.Range("image", "height and width of a frame in pixels", 128, 8, 1024, 8, Provenance.PUBLISHED, PAPER),
                new Parameter.Range("frames", "frames of the video; the first by itself, then pairs", 11, 1, 257, 1,
                        Provenance.PUBLISHED, PAPER),
                new Parameter.Range("prompt", "tokens of the text", 64, 1, 512, 1, Provenance.ASSUMED, "unpublished"),
                Standard.guidance(),
                Standard.steps("steps", "masked transformer", 48, Provenance.ASSUMED, "the upper end of the published 24 to 48"));
    }

    @Override
    public List<Stage> stages(Arguments arguments, Facts facts) {
        int guided = Standard.guidedBatch(arguments);
        int prompt = arguments.number("prompt");

        facts.stage("text-encoder");
        T5Encoder t5 = T5Encoder.xxl(facts);
        Stage text = Stage.of("text-encoder", 1, t -> t5.encode(t, guided, prompt))
                .exactly(T5Encoder.XXL_PARAMETERS, T5Encoder.SOURCE);

        facts.stage("masked-transformer").published(PAPER);
        int patch = facts.number("side of a patch in pixels", 8);
        int patchFrames = facts.number("frames of a patch, 1 in the first frame", 2);
        int side = arguments.number("image") / patch;
        int times = 1 + Math.ceilDiv(arguments.number("frames") - 1, patchFrames);
        int vocabulary = facts.number("codebook", 8192);
        int layers = facts.number("layers", 24);
        int width = facts.number("width", 2048);
        Transformer layer = new Transformer(width, width / facts.number("heads", 32), facts.number("MLP", 8192),
                ActivationFunction.GELU, false);
        Stage masked = Stage.of("masked-transformer", arguments.number("steps"), t -> {
            Tensor context = Tensor.of(guided, prompt, t5.width());
            Tensor x = t.addPositions(t.embedding(guided, times * side * side, vocabulary, width, "token"));
            for (int i = 0; i < layers; i++) {
                x = layer.selfAttention(t, x, Mask.FULL, "self");
                x = layer.mlp(t, layer.crossAttention(t, x, context));
            }
            t.softmax(t.linear(t.layerNorm(x, "output"), vocabulary, "vocabulary"), "sampling");
        }).within(1_800_000_000L, 0.05, PAPER + ", rounded to 1.8 G");
        return List.of(text, masked, decoder(arguments.number("batch"), times, side, patch, patchFrames, vocabulary, facts));
    }

    /** C-ViViT's decoder: causal attention over the time steps at each position, then attention over the positions of each. */
    private static Stage decoder(int videos, int times, int side, int patch, int patchFrames, int vocabulary, Facts facts) {
        facts.stage("cvivit-decoder").published(PAPER);
        int width = facts.number("width", 512);
        int layers = facts.number("temporal layers, and as many spatial ones", 4);
        Transformer layer = new Transformer(width, width / facts.number("heads", 8), facts.number("MLP", 2048),
                ActivationFunction.GELU, false);
        int positions = side * side;
        return Stage.of("cvivit-decoder", 1, t -> {
            Tensor codes = t.embedding(times * videos, positions, vocabulary, width, "code");
            Tensor x = t.rearrange(codes.view(1, times, videos * positions, width), "time-first").view(videos * positions, times, width);
            x = t.addPositions(x);
            for (int i = 0; i < layers; i++) {
                x = layer.mlp(t, layer.selfAttention(t, x, Mask.CAUSAL, "temporal"));
            }
            x = t.rearrange(x.view(1, videos * positions, times, width), "space-first").view(times * videos, positions, width);
            x = t.addPositions(x);
            for (int i = 0; i < layers; i++) {
                x = layer.mlp(t, layer.selfAttention(t, x, Mask.FULL, "self"));
            }
            t.layerNorm(x, "output");
            pixels(t, videos, side, width, patch, 1);
            if (times > 1) {
                pixels(t, videos * (times - 1), side, width, patch, patchFrames);
            }
        }).within(25_000_000L, 0.2, PAPER + ", half of about 50 M for encoder and decoder together");
    }

    /** Tokens of {@code groups} groups of frames to pixels. */
    private static void pixels(Tracer t, int groups, int side, int width, int patch, int frames) {
        Tensor x = t.linearBias(Tensor.of(groups, side * side, width), frames * patch * patch * 3, "patch");
        t.rearrange(x.view(groups * side, side, frames * patch, patch * 3), "patch");
    }
}
