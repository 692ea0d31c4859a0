package genops.shapes.model;

import genops.shapes.network.Facts;
import genops.shapes.network.ImageDecoder;
import genops.shapes.network.Provenance;
import genops.shapes.network.T5Encoder;
import genops.shapes.network.Transformer;
import genops.shapes.operator.ActivationFunction;
import genops.shapes.trace.Mask;
import genops.shapes.trace.Tensor;
import genops.shapes.trace.Tracer;
import java.util.List;

/**
 * Muse 3B (Chang et al., arXiv 2301.00704): masked transformers over image tokens. Every step runs the whole sequence in both
 * directions and keeps no cache. The super-resolution transformer attends along one axis at a time over 8×8 blocks (multi-axis
 * attention: within blocks and across blocks in turn), as a variant over all tokens at once.
 */
final class Muse implements Model {
    private static final String PAPER = "Chang et al., arXiv 2301.00704";

    @Override
    public String name() {
        return "muse";
    }

    @Override
    public String title() {
        return "Muse 3B (" + PAPER + ")";
    }

    @Override
    public Family family() {
        return Family.TRANSFORMER_TEXT_TO_IMAGE;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter.Choice("attention", "self-attention of the super-resolution", List.of("multi-axis", "global"), true,
                        Provenance.PUBLISHED, PAPER),
                Standard.batch(),
                new Parameter.Range("image", "height and width in pixels", 512, 64, 2048, 64, Provenance.PUBLISHED, PAPER),
                new Parameter.Range("prompt", "tokens of the text", 77, 1, 512, 1, Provenance.ASSUMED, "unpublished; as CLIP"),
                Standard.guidance(),
                Standard.steps("steps", "base transformer", 24, Provenance.PUBLISHED, PAPER),
                Standard.steps("sr-steps", "super-resolution transformer", 8, Provenance.PUBLISHED, PAPER));
    }

    @Override
    public List<Stage> stages(Arguments arguments, Facts facts) {
        int guided = Standard.guidedBatch(arguments);
        int prompt = arguments.number("prompt");
        int image = arguments.number("image");
        boolean global = arguments.word("attention").equals("global");

        facts.stage("text-encoder");
        T5Encoder t5 = T5Encoder.xxl(facts);
        Stage text = Stage.of("text-encoder", 1, t -> t5.encode(t, guided, prompt))
                .exactly(T5Encoder.XXL_PARAMETERS, T5Encoder.SOURCE);
        Tensor features = Tensor.of(guided, prompt, t5.width());

        facts.stage("base").published(PAPER);
        int vocabulary = facts.number("codebook", 8192);
        int lowTokens = squared(image / 2 / facts.number("down-sampling of the tokens, of an image half as wide", 16));
        Stage base = base(arguments, facts, features, lowTokens, vocabulary);

        facts.stage("low-resolution-encoder, super-resolution").published(PAPER);
        int grid = image / facts.number("down-sampling of the tokens", 8);
        int width = facts.number("width", 1024);
        int mlp = facts.number("MLP", 4096);
        int encoderLayers = facts.number("layers of the encoder", 16);
        int layers = facts.number("layers", 32);
        facts.assumed("unpublished; 64 channels are usual at this width");
        Transformer layer = new Transformer(width, facts.number("head dim", 64), mlp, ActivationFunction.GELU, false);
        int side = facts.assumed("64 tokens in a block as on the grid of blocks").number("side of a block", 8);
        Stage encoder = Stage.of("low-resolution-encoder", 1, t -> {
            Tensor x = t.addPositions(t.embedding(guided, lowTokens, vocabulary, width, "token"));
            for (int i = 0; i < encoderLayers; i++) {
                x = layer.mlp(t, layer.selfAttention(t, x, Mask.FULL, "self"));
            }
            t.concatTokens(t.linear(features, width, "text"), t.layerNorm(x, "output"), "context");
        });
        Tensor context = Tensor.of(guided, prompt + lowTokens, width);
        Stage superResolution = Stage.of("super-resolution", arguments.number("sr-steps"), t -> {
            Tensor x = t.addPositions(t.embedding(guided, squared(grid), vocabulary, width, "token"));
            for (int i = 0; i < layers; i++) {
                x = global ? layer.selfAttention(t, x, Mask.FULL, "self") : axis(t, layer, x, grid, side, i % 2 == 0);
                x = layer.mlp(t, layer.crossAttention(t, x, context));
            }
            head(t, x, vocabulary);
        });
        return List.of(text, base, encoder, superResolution, decoder(arguments, facts, grid, vocabulary));
    }

    private static Stage base(Arguments arguments, Facts facts, Tensor features, int tokens, int vocabulary) {
        int layers = facts.number("layers", 48);
        int width = facts.number("width", 2048);
        int mlp = facts.number("MLP", 8192);
        int headDim = facts.assumed("16 heads; unpublished").number("head dim", 128);
        Transformer layer = new Transformer(width, headDim, mlp, ActivationFunction.GELU, false);
        return Stage.of("base", arguments.number("steps"), t -> {
            Tensor context = t.linear(features, width, "text");
            Tensor x = t.addPositions(t.embedding(features.extent(0), tokens, vocabulary, width, "token"));
            for (int i = 0; i < layers; i++) {
                x = layer.selfAttention(t, x, Mask.FULL, "self");
                x = layer.mlp(t, layer.crossAttention(t, x, context));
            }
            head(t, x, vocabulary);
        }).within(3_270_000_000L, 0.02, "48 layers of the published width with cross-attention; the paper rounds the model to 3 G");
    }

    private static Stage decoder(Arguments arguments, Facts facts, int grid, int vocabulary) {
        facts.stage("decoder").published(PAPER);
        facts.note("structure", "convolutions only, no attention");
        int blocks = facts.number("residual blocks per level", 2);
        facts.assumed("base 128 with multipliers 1, 1, 2, 4, as VQGAN's public configurations");
        int[] channels = facts.numbers("channels", 512, 256, 128, 128);
        int code = facts.number("channels of a code", 256);
        ImageDecoder network = new ImageDecoder(code, channels, blocks, false);
        int images = arguments.number("batch");
        return Stage.of("decoder", 1, t -> {
            t.embedding(images, squared(grid), vocabulary, code, "code");
            network.decode(t, images, grid, grid);
        });
    }

    /**
     * Self-attention along one axis of the blocked grid, either within the blocks or across them (Tu et al., arXiv 2204.01697):
     * the tokens of a sequence are brought together, attended to and put back.
     */
    private static Tensor axis(Tracer t, Transformer layer, Tensor x, int grid, int side, boolean within) {
        int batch = x.extent(0);
        int blocks = grid / side;
        int width = x.channels();
        // (rows of blocks, rows, blocks, columns · width): rows and blocks change places, and a block is contiguous
        Tensor h = t.rearrange(x.view(batch * blocks, side, blocks, side * width), "axis");
        if (within) {
            h = layer.selfAttention(t, h.view(batch * squared(blocks), squared(side), width), Mask.FULL, "self");
        } else {
            h = t.rearrange(h.view(batch, squared(blocks), squared(side), width), "axis");
            h = layer.selfAttention(t, h.view(batch * squared(side), squared(blocks), width), Mask.FULL, "self");
            h = t.rearrange(h.view(batch, squared(side), squared(blocks), width), "axis");
        }
        h = t.rearrange(h.view(batch * blocks, blocks, side, side * width), "axis");
        return h.view(batch, squared(grid), width);
    }

    /** Norm, projection to the codebook, and the softmax of the sampling. */
    private static void head(Tracer t, Tensor x, int vocabulary) {
        t.softmax(t.linear(t.layerNorm(x, "output"), vocabulary, "vocabulary"), "sampling");
    }

    private static int squared(int side) {
        return side * side;
    }
}
