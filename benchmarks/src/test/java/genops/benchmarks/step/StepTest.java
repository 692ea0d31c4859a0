package genops.benchmarks.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.shapes.operator.Attention;
import genops.shapes.operator.Operator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepTest {

    @Test
    void theTextIsReadBack() {
        Step step = new Step("parti", "decode", 3, Map.of("variant", "350M", "image", "64"));
        assertEquals("parti/decode/3/image=64/variant=350M", step.text());
        assertEquals(step, Step.of(step.text()));
        assertEquals("parti-350M", step.pipeline().name());
        assertEquals("stable-diffusion/unet/0", Step.of("stable-diffusion/unet/0").text());
    }

    @Test
    void thePassDecidesTheLengthOfTheCache() {
        List<Integer> keys = List.of(0, 2).stream().map(pass -> Step.of("llama/decode/" + pass).calls().stream()
                .filter(Attention.class::isInstance).map(Attention.class::cast).findFirst().orElseThrow().keyLength()).toList();
        assertEquals(List.of(2049, 2304), keys);
    }

    @Test
    void whatIsRepeatedIsThereAsOften() {
        Step step = Step.of("make-a-video/sr768/0/image=96");
        List<Operator> calls = step.calls();
        var pass = step.pipeline().stage("sr768").passes().getFirst();
        assertTrue(pass.repeats() > 1);
        assertEquals(pass.repeats() * pass.trace().calls().size(), calls.size());
        assertEquals(pass.trace().calls().getFirst().operator(), calls.get(pass.trace().calls().size()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "parti/decode | malformed step 'parti/decode'; expected model/stage/pass[/parameter=value]…",
        "parti/decode/x | malformed step 'parti/decode/x'; expected model/stage/pass[/parameter=value]…",
        "parti/decode/0/350M | malformed step 'parti/decode/0/350M'; expected model/stage/pass[/parameter=value]…",
        "parti/decode/99 | no pass 99 of parti decode; there are 0 to 6",
        "parti/unet/0 | unknown stage 'unet' of parti",
        "party/decode/0 | unknown model 'party'",
        "parti/decode/0/frames=3 | unknown parameter 'frames' of parti"})
    void aBadStepIsSaidInOneLine(String text, String message) {
        IllegalArgumentException bad = assertThrows(IllegalArgumentException.class, () -> Step.of(text));
        assertTrue(bad.getMessage().startsWith(message), bad.getMessage());
    }
}
