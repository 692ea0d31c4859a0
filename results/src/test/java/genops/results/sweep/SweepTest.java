package genops.results.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.TestDocuments;
import genops.results.composition.MeasuredTimes;
import genops.results.composition.Selection;
import genops.results.composition.Stack;
import genops.results.document.RunDocument;
import genops.results.projection.DeviceModel;
import genops.results.projection.ProjectedTimes;
import genops.results.roofline.AttentionVariant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SweepTest {

    private static ModelSweep model(String name) {
        return (ModelSweep) Sweep.of(name);
    }

    @Test
    void powersCrossWhereTheyAreEqual() {
        // x² and 100·x meet at 100
        List<Integer> values = List.of(10, 50, 200);
        Optional<Double> crossing = Series.crossing(values, List.of(100.0, 2500.0, 40000.0), List.of(1000.0, 5000.0, 20000.0));
        assertEquals(100, crossing.orElseThrow(), 1e-9);
        assertEquals(Optional.empty(), Series.crossing(values, List.of(1.0, 2.0, 3.0), List.of(2.0, 3.0, 4.0)));
    }

    @Test
    void convolutionGrowsWithThePixelsAndAttentionFaster() {
        ModelSweep sweep = model("image");
        List<Series> series = sweep.series(new ProjectedTimes(DeviceModel.of("a100-80gb")), AttentionVariant.UNFUSED);
        assertEquals(List.of("convolution", "attention"), series.stream().map(Series::group).toList());
        int small = sweep.values().indexOf(512);
        int large = sweep.values().indexOf(1024);
        double convolution = series.getFirst().flops().get(large) / series.getFirst().flops().get(small);
        assertTrue(convolution > 4 && convolution < 4.2, () -> "four times the pixels and a smaller share of padding: " + convolution);
        double attention = series.get(1).flops().get(large) / series.get(1).flops().get(small);
        assertTrue(attention > 8 && attention < 16, () -> "attention grows " + attention);
        assertTrue(series.stream().allMatch(s -> s.unknown().stream().allMatch(n -> n == 0)));
        assertTrue(series.get(1).times().getLast() > series.get(1).times().getFirst());
    }

    @Test
    void aSweepMeasuresMostOfTheWorkByItsHeaviestShapes() {
        ModelSweep sweep = model("frames");
        List<Integer> shapes = sweep.values().stream().map(v -> sweep.catalog(v).shapes().size()).toList();
        assertTrue(sweep.catalog().shapes().size() * 3 < shapes.stream().mapToInt(s -> s).sum(), "far fewer than all");
        assertTrue(sweep.catalog().shapes().stream().allMatch(o -> o.flops() <= ModelSweep.LARGEST_FLOPS));
        assertTrue(sweep.catalog().shapes().stream().anyMatch(o -> o.text().equals("b2048_h16_q128_k128_d64")), "frames at the end");
    }

    @Test
    void theTextOfASweepSaysWhereItsGroupsCross() {
        String text = SweepText.of(new ProjectedTimes(DeviceModel.of("a100-80gb")));
        assertTrue(text.contains("Sweep of image: stable-diffusion, unet, one inference"), text);
        assertTrue(text.matches("(?s).*the times of convolution and attention with flash attention cross at image = \\d+.*"), text);
        assertTrue(text.contains("the FLOPs of temporal attention and spatial attention do not cross between 4 and 128"), text);
        RunDocument nothing = TestDocuments.document();
        assertEquals("", SweepText.of(MeasuredTimes.of(nothing, Selection.of(Stack.VECTOR, nothing))));
    }

    @Test
    void whatASweepMeasuresIsOnlyWhatItFollows() {
        assertEquals(List.of("attention", "linear"), Sweep.of("cache").catalog().entries().stream()
                .map(e -> e.type().operatorClass().label()).distinct().sorted().toList());
        assertEquals("unknown sweep 'dice'; known: image, frames, prompt, cache, queries",
                assertThrows(IllegalArgumentException.class, () -> Sweep.of("dice")).getMessage());
    }
}
