package genops.shapes.model;

import genops.shapes.network.Facts;
import genops.shapes.network.PixelAttention;
import genops.shapes.network.Provenance;
import genops.shapes.network.Transformer;
import genops.shapes.network.UNet;
import genops.shapes.network.VideoLayers;
import genops.shapes.operator.ActivationFunction;
import genops.shapes.trace.Mask;
import genops.shapes.trace.Tensor;
import genops.shapes.trace.Tracer;
import java.util.List;

/**
 * Make-A-Video (Singer et al., arXiv 2209.14792): a prior from text to a CLIP image embedding, a U-Net that makes frames of 64×64, a
 * network of the same shape that raises the frame rate, a spatio-temporal and a spatial super-resolution. The sizes of its networks
 * are not published; those of DALL-E 2 and Imagen, from which it starts, stand for them.
 */
final class MakeAVideo implements Model {
    private static final String PAPER = "Singer et al., arXiv 2209.14792";
    private static final String DALLE2 = "not published; DALL-E 2's, Ramesh et al., arXiv 2204.06125, table 3";
    private static final int PIXEL_CHANNELS = 3;

    @Override
    public String name() {
        return "make-a-video";
    }

    @Override
    public String title() {
        return "Make-A-Video (" + PAPER + ")";
    }

    @Override
    public Family family() {
        return Family.TEXT_TO_VIDEO;
    }

    @Override
    public List<Parameter> parameters() {
        String half = "half of the decoder's";
        return List.of(
                Standard.batch(),
                new Parameter.Range("image", "height and width in pixels after both super-resolutions", 768, 96, 1536, 96,
                        Provenance.PUBLISHED, PAPER),
                new Parameter.Range("frames", "frames of the decoder, before interpolation", 16, 2, 256, 1, Provenance.PUBLISHED,
                        PAPER),
                Standard.guidance(),
                Standard.steps("prior-steps", "prior", 50, Provenance.ASSUMED, half),
                Standard.steps("steps", "decoder", 100, Provenance.ASSUMED, "between Stable Diffusion's 50 and Imagen's 256"),
                Standard.steps("interpolation-steps", "frame interpolation", 50, Provenance.ASSUMED, half),
                Standard.steps("sr256-steps", "first super-resolution", 50, Provenance.ASSUMED, half),
                Standard.steps("sr768-steps", "second super-resolution", 50, Provenance.ASSUMED, half));
    }

    @Override
    public List<Stage> stages(Arguments arguments, Facts facts) {
        int videos = arguments.number("batch");
        int guided = Standard.guidedBatch(arguments);
        int frames = arguments.number("frames");
        int image = arguments.number("image");
        int small = image / 12;
        int medium = image / 3;

        Stage prior = prior(videos, arguments.number("prior-steps"), facts);

        facts.stage("decoder, interpolation").published(PAPER);
        int kernel = facts.number("temporal convolution", 3);
        facts.assumed("not published; the base U-Net of Imagen, Saharia et al., arXiv 2205.11487");
        Unet network = new Unet(facts.number("base width", 512), facts.numbers("multipliers", 1, 2, 3, 4),
                facts.number("residual blocks per level", 3), facts.number("first level with attention (32 pixels)", 1),
                facts.number("head dim", 64), facts.number("width of the CLIP embedding", 768));
        Stage decoder = Stage.of("decoder", arguments.number("steps"),
                t -> network.video(t, guided, frames, small, kernel, PIXEL_CHANNELS));

        facts.stage("interpolation").published(PAPER);
        int skip = facts.number("new frame rate over the old", 5);
        int allFrames = 1 + (frames - 1) * skip;
        facts.note("input", "noisy frames, masked frames and the mask");
        Stage interpolation = Stage.of("interpolation", arguments.number("interpolation-steps"),
                t -> network.video(t, videos, allFrames, small, kernel, 2 * PIXEL_CHANNELS + 1));

        facts.stage("sr256").assumed(DALLE2);
        facts.note("attention", "none");
        Unet first = Unet.withoutAttention(facts.number("base width", 320), facts.numbers("multipliers", 1, 2, 3, 4),
                facts.number("residual blocks per level", 3), network);
        facts.assumed("all frames at once do not fit a device; windows of the decoder's frames that overlap by one");
        int windows = facts.number("windows", Math.ceilDiv(allFrames - 1, frames - 1));
        Stage sr256 = Stage.of("sr256", arguments.number("sr256-steps"), windows,
                t -> first.video(t, videos, frames, medium, kernel, 2 * PIXEL_CHANNELS));

        facts.stage("sr768").assumed(DALLE2);
        facts.note("attention", "none");
        Unet second = Unet.withoutAttention(facts.number("base width", 192), facts.numbers("multipliers", 1, 1, 2, 2, 4, 4),
                facts.number("residual blocks per level", 2), network);
        facts.published(PAPER).note("frames", "each by itself");
        Stage sr768 = Stage.of("sr768", arguments.number("sr768-steps"), allFrames * videos, t -> second.frame(t, image));
        return List.of(prior, decoder, interpolation, sr256, sr768);
    }

    /**
     * DALL-E 2's diffusion prior: a causal transformer over the encoded text, its embedding, the step, the noisy image embedding and
     * a final position.
     */
    private static Stage prior(int videos, int steps, Facts facts) {
        facts.stage("prior").assumed(DALLE2);
        int layers = facts.number("layers", 24);
        int width = facts.number("width", 2048);
        Transformer layer = new Transformer(width, facts.number("head dim", 64), 4 * width, ActivationFunction.GELU, true);
        int clip = facts.number("width of the CLIP embedding", 768);
        int textTokens = facts.number("text tokens", 77);
        return Stage.of("prior", steps, t -> {
            t.linearBias(Tensor.of(videos, textTokens, clip), width, "text");
            for (String vector : List.of("text-embedding", "time", "image-embedding")) {
                t.linearBias(Tensor.of(videos, 1, clip), width, vector);
            }
            Tensor x = t.addPositions(Tensor.of(videos, textTokens + 4, width));
            for (int i = 0; i < layers; i++) {
                x = layer.mlp(t, layer.selfAttention(t, x, Mask.CAUSAL, "causal"));
            }
            t.layerNorm(x, "output");
            t.linearBias(Tensor.of(videos, 1, width), clip, "image-embedding");
        });
    }

    /** One of its U-Nets; the CLIP embedding enters with the time embedding. */
    private record Unet(int width, int[] multipliers, int blocks, int firstAttention, int headDim, int clip) {

        /** Conditioned on the CLIP embedding as the decoder is. */
        static Unet withoutAttention(int width, int[] multipliers, int blocks, Unet decoder) {
            return new Unet(width, multipliers, blocks, multipliers.length, decoder.headDim, decoder.clip);
        }

        /** All frames together. */
        Tensor video(Tracer t, int videos, int frames, int pixels, int kernel, int inChannels) {
            return denoise(t, Tensor.of(frames * videos, pixels, pixels, inChannels),
                    new VideoLayers(frames, kernel, new PixelAttention(headDim), firstAttention, multipliers.length));
        }

        /** One frame, without anything temporal. */
        Tensor frame(Tracer t, int pixels) {
            return denoise(t, Tensor.of(1, pixels, pixels, 2 * PIXEL_CHANNELS), new UNet.Layers() {
                @Override
                public Tensor attention(Tracer tracer, Tensor x, int level) {
                    return x;
                }

                @Override
                public Tensor middleAttention(Tracer tracer, Tensor x) {
                    return x;
                }
            });
        }

        private Tensor denoise(Tracer t, Tensor x, UNet.Layers layers) {
            int images = x.extent(0);
            Tensor time = t.add(UNet.embed(t, images, width, width), UNet.embed(t, images, clip, width), "time");
            return new UNet(width, multipliers, blocks).apply(t, x, time, PIXEL_CHANNELS, layers);
        }
    }
}
