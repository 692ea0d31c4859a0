package genops.shapes.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.shapes.network.Fact;
import genops.shapes.network.Provenance;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelTest {

    @Test
    void theEightModelsHaveTheirStages() {
        Map<String, List<String>> stages = Map.of(
                "llama", List.of("prefill", "decode"),
                "imagen", List.of("text-encoder", "base", "sr256", "sr1024"),
                "stable-diffusion", List.of("text-encoder", "unet", "vae-decoder"),
                "prod-image", List.of("clip-encoder", "t5-encoder", "unet", "decoder"),
                "muse", List.of("text-encoder", "base", "low-resolution-encoder", "super-resolution", "decoder"),
                "parti", List.of("text-encoder", "prefill", "decode", "detokenizer"),
                "make-a-video", List.of("prior", "decoder", "interpolation", "sr256", "sr768"),
                "phenaki", List.of("text-encoder", "masked-transformer", "cvivit-decoder"));
        assertEquals(8, Models.all().size());
        for (Model model : Models.all()) {
            assertEquals(stages.get(model.name()), model.build().stages().stream().map(Stage::name).toList());
        }
    }

    @Test
    void everyNumberHasALabelAndASource() {
        for (Model model : Models.all()) {
            Pipeline pipeline = model.build();
            for (Fact fact : pipeline.facts()) {
                assertFalse(fact.source().isBlank() || fact.stage().isBlank() || fact.value().isBlank(), fact::toString);
            }
            assertTrue(pipeline.facts().stream().anyMatch(f -> f.provenance() == Provenance.PUBLISHED), model::name);
            for (Parameter parameter : model.parameters()) {
                assertFalse(parameter.source().isBlank(), parameter::toString);
                assertTrue(parameter.accepts(parameter.defaultValue()), parameter::toString);
            }
        }
    }

    @Test
    void variantsShowInTheName() {
        assertEquals("stable-diffusion", Models.of("stable-diffusion").build(Map.of("image", "768")).name());
        assertEquals("stable-diffusion-2.1", Models.of("stable-diffusion").build(Map.of("variant", "2.1")).name());
        assertEquals("muse-global", Models.of("muse").build(Map.of("attention", "global")).name());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            stable-diffusion | frames | 4    | unknown parameter 'frames' of stable-diffusion; known: variant, batch, image, guidance, steps
            stable-diffusion | image  | 500  | bad value '500' for image of stable-diffusion; possible: 64 … 4096, a multiple of 64
            stable-diffusion | steps  | many | bad value 'many' for steps of stable-diffusion; possible: 1 … 10000
            llama            | variant| 8B   | bad value '8B' for variant of llama; possible: 7B, 13B, 70B
            """)
    void badArgumentsAreOneLine(String model, String name, String value, String message) {
        Model built = Models.of(model);
        Map<String, String> overrides = Map.of(name, value);
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> built.build(overrides)).getMessage());
    }

    @Test
    void unknownModelNamesTheKnownOnes() {
        assertEquals("unknown model 'dalle'; known: llama, imagen, stable-diffusion, prod-image, muse, parti, make-a-video, phenaki",
                assertThrows(IllegalArgumentException.class, () -> Models.of("dalle")).getMessage());
    }

    @Test
    void cacheLengthsSumWhatIsLinearExactly() {
        List<CacheLength> parti = CacheLength.integrate(1, 1024, 1, 2, 4, 8, 12);
        assertEquals(List.of(1, 64, 128, 256, 512, 768, 1024), parti.stream().map(CacheLength::length).toList());
        for (int last : new int[] {1, 2, 3, 17, 100, 1024}) {
            List<CacheLength> lengths = CacheLength.integrate(1, last, 1, 2, 4, 8, 12);
            assertEquals(last, lengths.stream().mapToDouble(CacheLength::steps).sum(), 0);
            assertEquals(last * (last + 1) / 2.0, lengths.stream().mapToDouble(l -> l.steps() * l.length()).sum(), 0);
        }
    }

    @Test
    void phasesFollowTheQueryRows() {
        assertEquals(Phase.DECODE_LIKE, Phase.of("decode"));
        assertEquals(Phase.PREFILL_LIKE, Phase.of("PREFILL-LIKE"));
        assertEquals("unknown phase 'train'; known: prefill-like, decode-like",
                assertThrows(IllegalArgumentException.class, () -> Phase.of("train")).getMessage());
    }
}
