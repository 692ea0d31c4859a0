package genops.shapes.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.shapes.trace.WeightRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The derived number of weights of every network against what is published. */
class PublishedTotalsTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            stable-diffusion, variant=1.5, text-encoder, 123060480
            stable-diffusion, variant=1.5, unet, 859520964
            stable-diffusion, variant=1.5, vae-decoder, 49490199
            stable-diffusion, variant=2.1, text-encoder, 340387840
            stable-diffusion, variant=2.1, unet, 865910724
            prod-image, variant=sdxl, bigg-encoder, 694659840
            prod-image, variant=sdxl, unet, 2567463684
            prod-image, variant=sdxl, decoder, 49490199
            imagen, batch=1, text-encoder, 4762310656
            llama, variant=7B, prefill, 6738415616
            llama, variant=7B, decode, 6738415616
            llama, variant=13B, decode, 13015864320
            llama, variant=70B, decode, 68976648192
            """)
    void isExact(String model, String override, String stage, long published) {
        String[] parts = override.split("=");
        assertEquals(published, Models.of(model).build(Map.of(parts[0], parts[1])).stage(stage).parameters());
    }

    /** The band is the smallest round one that holds the difference, so that a layer more or less goes out of it. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            imagen,       base,               2000000000,  0.0883
            imagen,       sr256,               600000000, -0.2820
            imagen,       sr1024,              400000000,  0.0666
            prod-image,   unet,               2800000000,  0.0212
            muse,         base,               3270000000, -0.0017
            phenaki,      masked-transformer, 1800000000,  0.0272
            phenaki,      cvivit-decoder,       25000000,  0.1923
            """)
    void differsFromARoundedTotalByAsMuchAsStated(String model, String stage, long published, double difference) {
        long derived = Models.of(model).build().stage(stage).parameters();
        assertEquals(difference, (derived - published) / (double) published, 0.0005);
    }

    @ParameterizedTest
    @CsvSource({"20B, 20.401e9", "3B, 3.020e9", "750M, 755.0e6", "350M, 352.3e6"})
    void partiLayersHaveThePublishedMatrices(String variant, double published) {
        Pipeline parti = new Parti().build(Map.of("variant", variant));
        long width = switch (variant) {
            case "20B" -> 4096;
            case "3B" -> 2048;
            default -> 1024;
        };
        long matrices = List.of("text-encoder", "prefill", "decode").stream()
                .mapToLong(s -> parti.stage(s).passes().getFirst().trace().weights().get(WeightRole.MATRIX)).sum();
        long head = 8192 * width;
        assertEquals(published, matrices - head, 0.0005 * published);
    }

    static List<Pipeline> everyVariant() {
        List<Pipeline> pipelines = new ArrayList<>();
        for (Model model : Models.all()) {
            pipelines.add(model.build());
            for (Parameter parameter : model.parameters()) {
                if (parameter instanceof Parameter.Choice choice) {
                    choice.values().stream().skip(1).forEach(v -> pipelines.add(model.build(Map.of(choice.name(), v))));
                }
            }
        }
        return pipelines;
    }

    @ParameterizedTest
    @MethodSource("everyVariant")
    void everyStageIsWithinItsBand(Pipeline pipeline) {
        for (Stage stage : pipeline.stages()) {
            stage.published().ifPresent(total -> assertEquals(total.parameters(), pipeline.parameters(stage),
                    total.tolerance() * total.parameters(), () -> pipeline.name() + " " + stage.name()));
        }
    }

    @Test
    void weightsDoNotDependOnBatchImageOrSteps() {
        for (Model model : Models.all()) {
            long weights = model.build().stages().stream().mapToLong(Stage::parameters).sum();
            long withTwo = model.build(Map.of("batch", "2")).stages().stream().mapToLong(Stage::parameters).sum();
            assertEquals(weights, withTwo, model::name);
            assertTrue(weights > 0);
        }
    }
}
