package genops.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.benchmarks.step.Step;
import genops.shapes.model.Models;
import genops.shapes.model.Phase;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class StepSelectionTest {

    @Test
    void withoutAWordTheStagesThatCarryMostOfTheTime() {
        assertEquals(List.of("llama/decode/1", "imagen/base/0", "imagen/sr256/0", "stable-diffusion/unet/0",
                "stable-diffusion/vae-decoder/0",
                "muse/base/0", "muse/super-resolution/0", "parti/decode/3", "phenaki/masked-transformer/0"), texts(CatalogFilter.ALL));
    }

    @Test
    void ofAModelThatIsNamedItsOwn() {
        assertEquals(List.of("parti/decode/3/variant=350M"), texts(filter(List.of("parti"), List.of(), Map.of("parti.variant", "350M"))));
        // of which none is known to carry most of it
        assertEquals(Models.of("prod-image").build().stages().size(), texts(filter(List.of("prod-image"), List.of(), Map.of())).size());
    }

    @Test
    void stagesThatAreNamed() {
        assertEquals(List.of("stable-diffusion/text-encoder/0/image=64"),
                texts(filter(List.of("stable-diffusion"), List.of("text-encoder"), Map.of("stable-diffusion.image", "64"))));
        IllegalArgumentException unknown = assertThrows(IllegalArgumentException.class,
                () -> texts(filter(List.of("parti"), List.of("unet"), Map.of())));
        assertEquals("unknown stage 'unet'; known: decode, detokenizer, prefill, text-encoder", unknown.getMessage());
    }

    @Test
    void whatSelectsNoStepsIsRefused() {
        CatalogFilter phase = new CatalogFilter(List.of(), List.of(), List.of(Phase.DECODE_LIKE), List.of(), List.of(), Map.of(), List.of(), false,
                OptionalInt.empty());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> StepSelection.of(phase)).getMessage().startsWith("--phase"));
    }

    private static CatalogFilter filter(List<String> models, List<String> stages, Map<String, String> overrides) {
        return new CatalogFilter(models, stages, List.of(), List.of(), List.of(), overrides, List.of(), false, OptionalInt.empty());
    }

    private static List<String> texts(CatalogFilter filter) {
        return StepSelection.of(filter).stream().map(Step::text).toList();
    }
}
