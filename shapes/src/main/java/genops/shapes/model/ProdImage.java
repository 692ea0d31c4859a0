package genops.shapes.model;

import genops.shapes.network.ClipTextEncoder;
import genops.shapes.network.Facts;
import genops.shapes.network.ImageDecoder;
import genops.shapes.network.LatentUNet;
import genops.shapes.network.Provenance;
import genops.shapes.network.T5Encoder;
import genops.shapes.trace.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A production latent-diffusion model that is not public: what is known of Emu (Dai et al., arXiv 2309.15807) on the structure of
 * the SDXL U-Net (Podell et al., arXiv 2307.01952), widened until it has the published size. SDXL itself is a variant.
 */
final class ProdImage implements Model {
    private static final String EMU = "Emu, Dai et al., arXiv 2309.15807";
    private static final String SDXL = "Podell et al., arXiv 2307.01952, the authors' configuration";

    @Override
    public String name() {
        return "prod-image";
    }

    @Override
    public String title() {
        return "Prod-Image, a production latent-diffusion model after " + EMU;
    }

    @Override
    public Family family() {
        return Family.DIFFUSION_TEXT_TO_IMAGE;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter.Choice("variant", "the model itself, or SDXL whose structure it is built on", List.of("emu", "sdxl"),
                        true, Provenance.ASSUMED, "not public"),
                Standard.batch(),
                new Parameter.Range("image", "height and width in pixels", 1024, 64, 4096, 32, Provenance.PUBLISHED, EMU),
                Standard.guidance(),
                Standard.steps("steps", "U-Net", 50, Provenance.ASSUMED, "as Stable Diffusion"));
    }

    @Override
    public List<Stage> stages(Arguments arguments, Facts facts) {
        boolean sdxl = arguments.word("variant").equals("sdxl");
        int guided = Standard.guidedBatch(arguments);
        List<Stage> stages = new ArrayList<>();

        facts.stage("clip-encoder");
        ClipTextEncoder clip = ClipTextEncoder.vitL(facts);
        stages.add(Stage.of("clip-encoder", 1, t -> clip.encode(t, guided)).exactly(123_060_480L, "the published weights"));
        int contextWidth = sdxl ? bigG(stages, clip, guided, facts) : t5(stages, clip, guided, facts);

        facts.stage("unet").published(SDXL);
        int latent = arguments.number("image") / facts.number("down-sampling of the autoencoder", 8);
        LatentUNet unet = unet(sdxl, contextWidth, facts);
        Stage denoise = Stage.of("unet", arguments.number("steps"), t -> unet.denoise(t, guided, latent, latent, clip.tokens()));
        stages.add(sdxl ? denoise.exactly(2_567_463_684L, "the published weights")
                : denoise.within(2_800_000_000L, 0.03, EMU + ", rounded to 2.8 G; its structure is not published"));

        facts.stage("decoder");
        ImageDecoder decoder = ImageDecoder.stableDiffusion(facts, unet.latentChannels());
        Stage decode = Stage.of("decoder", 1, t -> decoder.decode(t, arguments.number("batch"), latent, latent));
        stages.add(sdxl ? decode.exactly(49_490_199L, "the published weights") : decode);
        return stages;
    }

    /** The second text tower of SDXL; the features of both are concatenated. */
    private static int bigG(List<Stage> stages, ClipTextEncoder clip, int guided, Facts facts) {
        facts.stage("bigg-encoder");
        ClipTextEncoder bigG = ClipTextEncoder.vitBigG(facts);
        stages.add(Stage.of("bigg-encoder", 1,
                        t -> t.concat(Tensor.of(guided, clip.tokens(), clip.width()), bigG.encode(t, guided), "context"))
                .exactly(694_659_840L, "the published weights"));
        return clip.width() + bigG.width();
    }

    /** The second text encoder; the features of both are concatenated and projected. */
    private static int t5(List<Stage> stages, ClipTextEncoder clip, int guided, Facts facts) {
        facts.stage("t5-encoder");
        T5Encoder t5 = T5Encoder.xxl(facts);
        facts.assumed("as many tokens as CLIP has, projected to SDXL's context width");
        int contextWidth = facts.number("context width", 2048);
        Stage stage = Stage.of("t5-encoder", 1, t -> {
            Tensor text = t5.encode(t, guided, clip.tokens());
            t.linear(t.concat(Tensor.of(guided, clip.tokens(), clip.width()), text, "context"), contextWidth, "context");
        });
        long projection = (long) (clip.width() + t5.width()) * contextWidth;
        stages.add(stage.exactly(T5Encoder.XXL_PARAMETERS + projection, T5Encoder.SOURCE + ", with the assumed projection"));
        return contextWidth;
    }

    private static LatentUNet unet(boolean sdxl, int contextWidth, Facts facts) {
        int[] multipliers = facts.numbers("multipliers", 1, 2, 4);
        LatentUNet.HeadDim headDim = new LatentUNet.HeadDim.Fixed(facts.number("head dim", 64));
        int pooled = facts.number("width of pooled text and image size", 2816);
        if (sdxl) {
            return new LatentUNet(facts.number("latent channels", 4), facts.number("base width", 320), multipliers,
                    facts.number("residual blocks per level", 2), facts.numbers("transformer layers per level", 0, 2, 10),
                    facts.number("transformer layers in the middle", 10), headDim, contextWidth, true, pooled);
        }
        int latentChannels = facts.published(EMU).number("latent channels", 16);
        facts.assumed("wider and with more blocks than SDXL, as Emu is; half of its transformer layers at the lowest level, or the sum "
                + "would be 4.8 G weights instead of 2.8 G");
        return new LatentUNet(latentChannels, facts.number("base width", 384), multipliers,
                facts.number("residual blocks per level", 3), facts.numbers("transformer layers per level", 0, 2, 5),
                facts.number("transformer layers in the middle", 5), headDim, contextWidth, true, pooled);
    }
}
