package genops.shapes.model;

import genops.shapes.network.EfficientUNet;
import genops.shapes.network.Facts;
import genops.shapes.network.PixelAttention;
import genops.shapes.network.Provenance;
import genops.shapes.network.T5Encoder;
import genops.shapes.network.UNet;
import genops.shapes.trace.Tensor;
import genops.shapes.trace.Tracer;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Imagen (Saharia et al., arXiv 2205.11487): T5-XXL, a U-Net on 64×64 pixels and two super-resolution U-Nets. Every resolution is
 * derived from the final image.
 */
final class Imagen implements Model {
    private static final String PAPER = "Saharia et al., arXiv 2205.11487, appendix F";

    @Override
    public String name() {
        return "imagen";
    }

    @Override
    public String title() {
        return "Imagen (" + PAPER + ")";
    }

    @Override
    public Family family() {
        return Family.DIFFUSION_TEXT_TO_IMAGE;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Standard.batch(),
                new Parameter.Range("image", "height and width in pixels after both super-resolutions", 1024, 256, 4096, 256,
                        Provenance.PUBLISHED, PAPER),
                new Parameter.Range("prompt", "tokens of the text", 256, 1, 512, 1, Provenance.OPEN_IMPLEMENTATION,
                        "the maximum length of a public re-implementation"),
                Standard.guidance(),
                Standard.steps("steps", "base U-Net", 256, Provenance.ASSUMED, "256 steps give the paper's quality"),
                Standard.steps("sr256-steps", "first super-resolution", 128, Provenance.ASSUMED, "half of the base's"),
                Standard.steps("sr1024-steps", "second super-resolution", 32, Provenance.ASSUMED,
                        "fewer steps suffice the more the low-resolution image fixes"));
    }

    @Override
    public List<Stage> stages(Arguments arguments, Facts facts) {
        int images = Standard.guidedBatch(arguments);
        int tokens = arguments.number("prompt");
        int image = arguments.number("image");

        facts.stage("text-encoder");
        T5Encoder t5 = T5Encoder.xxl(facts);
        Tensor text = Tensor.of(images, tokens, t5.width());
        Stage encode = Stage.of("text-encoder", 1, t -> t5.encode(t, images, tokens))
                .exactly(T5Encoder.XXL_PARAMETERS, T5Encoder.SOURCE);

        facts.stage("base").published(PAPER);
        Base network = Base.of(facts);
        Stage base = Stage.of("base", arguments.number("steps"), t -> network.denoise(t, image / 16, text))
                .within(2_000_000_000L, 0.15, PAPER + ", rounded to 2 G; the layout of its blocks is not published");

        facts.stage("sr256, sr1024").published(PAPER);
        EfficientUNet efficient = new EfficientUNet(facts.number("base width", 128), facts.numbers("multipliers", 1, 2, 4, 8),
                facts.numbers("residual blocks per level", 2, 4, 8, 8));
        PixelAttention attention = new PixelAttention(
                facts.assumed("as in the base").number("head dim", 64));
        Stage first = Stage.of("sr256", arguments.number("sr256-steps"),
                        t -> superResolution(t, efficient, image / 4, text, x -> attention.selfWithText(t, x, text)))
                .within(600_000_000L, 0.3, PAPER + ", rounded to 600 M; the published blocks sum to less, a fifth level to more");
        Stage second = Stage.of("sr1024", arguments.number("sr1024-steps"),
                        t -> superResolution(t, efficient, image, text, x -> attention.cross(t, x, text)))
                .within(400_000_000L, 0.2, PAPER + ", rounded to 400 M; the published blocks sum to more");
        return List.of(encode, base, first, second);
    }

    /** The U-Net on 64×64 pixels. */
    private record Base(int width, int[] multipliers, int blocks, int firstAttention, PixelAttention attention) {

        static Base of(Facts facts) {
            int width = facts.number("base width", 512);
            int[] multipliers = facts.numbers("multipliers", 1, 2, 3, 4);
            int blocks = facts.number("residual blocks per level", 3);
            int first = facts.number("first level with attention (32 pixels)", 1);
            return new Base(width, multipliers, blocks, first, new PixelAttention(facts.number("head dim", 64)));
        }

        Tensor denoise(Tracer t, int pixels, Tensor text) {
            int images = text.extent(0);
            Tensor embedding = embedding(t, images, width, text);
            return new UNet(width, multipliers, blocks).apply(t, Tensor.of(images, pixels, pixels, 3), embedding, 3,
                    new UNet.Layers() {
                        @Override
                        public Tensor attention(Tracer tracer, Tensor x, int level) {
                            return level < firstAttention ? x : attention.selfWithText(tracer, x, text);
                        }

                        @Override
                        public Tensor middleAttention(Tracer tracer, Tensor x) {
                            return attention.selfWithText(tracer, x, text);
                        }
                    });
        }
    }

    private static Tensor superResolution(Tracer t, EfficientUNet network, int pixels, Tensor text,
            UnaryOperator<Tensor> attention) {
        int images = text.extent(0);
        // the low-resolution image is up-sampled to the output's size and stacked onto the noisy one
        return network.apply(t, Tensor.of(images, pixels, pixels, 6), embedding(t, images, network.base(), text), attention);
    }

    /** Embedding of the step and of the pooled text. */
    private static Tensor embedding(Tracer t, int images, int base, Tensor text) {
        return t.add(UNet.embed(t, images, base, base), UNet.embed(t, images, text.channels(), base), "time");
    }
}
