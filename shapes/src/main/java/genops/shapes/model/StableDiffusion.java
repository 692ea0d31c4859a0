package genops.shapes.model;

import genops.shapes.network.ClipTextEncoder;
import genops.shapes.network.Facts;
import genops.shapes.network.ImageDecoder;
import genops.shapes.network.LatentUNet;
import genops.shapes.network.Provenance;
import java.util.List;

/** Stable Diffusion 1.5 and 2.1 (Rombach et al., arXiv 2112.10752): CLIP text encoder, latent U-Net, VAE decoder. */
final class StableDiffusion implements Model {
    private static final String PAPER = "Rombach et al., arXiv 2112.10752, the authors' configuration";

    @Override
    public String name() {
        return "stable-diffusion";
    }

    @Override
    public String title() {
        return "Stable Diffusion (Rombach et al., arXiv 2112.10752)";
    }

    @Override
    public Family family() {
        return Family.DIFFUSION_TEXT_TO_IMAGE;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter.Choice("variant", "version", List.of("1.5", "2.1"), true, Provenance.PUBLISHED, PAPER),
                Standard.batch(),
                new Parameter.Range("image", "height and width in pixels", 512, 64, 4096, 64, Provenance.PUBLISHED, PAPER),
                Standard.guidance(),
                Standard.steps("steps", "U-Net", 50, Provenance.ASSUMED, "the default of the authors' sampler"));
    }

    @Override
    public List<Stage> stages(Arguments arguments, Facts facts) {
        boolean second = arguments.word("variant").equals("2.1");
        int images = arguments.number("batch");
        int guided = Standard.guidedBatch(arguments);

        facts.stage("text-encoder");
        ClipTextEncoder clip = second ? ClipTextEncoder.vitH(facts) : ClipTextEncoder.vitL(facts);
        Stage text = Stage.of("text-encoder", 1, t -> clip.encode(t, guided))
                .exactly(second ? 340_387_840L : 123_060_480L, "the published weights");

        facts.stage("unet").published(PAPER);
        int latent = arguments.number("image") / facts.number("down-sampling of the autoencoder", 8);
        LatentUNet unet = unet(second, clip.width(), facts);
        Stage denoise = Stage.of("unet", arguments.number("steps"), t -> unet.denoise(t, guided, latent, latent, clip.tokens()))
                .exactly(second ? 865_910_724L : 859_520_964L, "the published weights");

        facts.stage("vae-decoder");
        ImageDecoder decoder = ImageDecoder.stableDiffusion(facts, unet.latentChannels());
        Stage decode = Stage.of("vae-decoder", 1, t -> decoder.decode(t, images, latent, latent))
                .exactly(49_490_199L, "the published weights, with the 1×1 convolution on the latent");
        return List.of(text, denoise, decode);
    }

    private static LatentUNet unet(boolean second, int contextWidth, Facts facts) {
        LatentUNet.HeadDim headDim = second
                ? new LatentUNet.HeadDim.Fixed(facts.number("head dim", 64))
                : new LatentUNet.HeadDim.Heads(facts.number("heads", 8));
        return new LatentUNet(facts.number("latent channels", 4), facts.number("base width", 320),
                facts.numbers("multipliers", 1, 2, 4, 4), facts.number("residual blocks per level", 2),
                facts.numbers("transformer layers per level", 1, 1, 1, 0), facts.number("transformer layers in the middle", 1),
                headDim, contextWidth, second, 0);
    }
}
