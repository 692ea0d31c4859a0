package genops.plot;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import genops.plot.chart.Chart;
import genops.results.document.Measurement;
import genops.results.document.RunDocument;
import genops.results.projection.DeviceModel;
import genops.shapes.catalog.Catalog;
import genops.shapes.model.Family;
import genops.shapes.model.Model;
import genops.shapes.model.Models;
import genops.shapes.model.Pipeline;
import genops.shapes.operator.AttentionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Every figure has its data: from a run of the representative suite, and from a run that measured nothing. */
class ReportTest {
    private static final List<Pipeline> MODELS = Models.all().stream().map(Model::build).toList();
    private static final DeviceModel DEVICE = DeviceModel.of("a100-80gb");
    private static final RunDocument RUN = SyntheticRun.representative();
    private static final Report REPORT = Report.of(RUN, MODELS, DEVICE);
    private static final Report NOTHING = Report.of(SyntheticRun.empty(), MODELS, DEVICE);

    private static Chart chart(Report report, String id) {
        return report.charts().stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
    }

    private static List<JsonNode> series(String id) {
        List<JsonNode> series = new ArrayList<>();
        chart(REPORT, id).option().orElseThrow().get("series").forEach(series::add);
        return series;
    }

    private static Stream<JsonNode> data(String id, String seriesType) {
        return series(id).stream().filter(s -> s.get("type").asText().equals(seriesType))
                .flatMap(s -> StreamSupport.stream(s.get("data").spliterator(), false));
    }

    @Test
    void everyFigureIsDrawnAndSaysWhichRunItShows() {
        assertAll(REPORT.charts().stream().map(c -> () -> {
            assertTrue(c.option().isPresent(), c.id());
            boolean fromShapes = c.id().equals("sequence-length") || c.id().equals("breakdown-projected");
            assertTrue(fromShapes ||
                    c.caption().contains("Synthetic CPU, 2 threads, fp32; commit 0123456789ab, run of 2025-01-02"), c.caption());
            assertFalse(c.option().get().toString().contains("NaN"), c.id());
        }));
    }

    @Test
    void breakdownOfEachModelBeforeFlashAddsUpToAll() {
        for (int model = 0; model < MODELS.size(); model++) {
            int unfused = 2 * model;
            double sum = series("breakdown").stream().mapToDouble(s -> s.get("data").get(unfused).get("value").asDouble()).sum();
            assertEquals(1, sum, 1e-9, MODELS.get(model).name());
        }
    }

    @Test
    void estimatedPartsAreStriped() {
        List<JsonNode> striped = series("breakdown").stream().filter(s -> s.get("itemStyle").has("decal")).toList();
        assertFalse(striped.isEmpty());
        assertTrue(striped.stream().flatMap(s -> StreamSupport.stream(s.get("data").spliterator(), false))
                .anyMatch(d -> d.get("tooltip").toString().contains("estimated, not measured")));
    }

    @Test
    void everyModelHasItsSpeedupsWithErrors() {
        assertEquals(5 * MODELS.size(), data("flash-speedup", "scatter").count(),
                "module and whole, here and projected, and a fitting kernel");
        assertEquals(2 * MODELS.size(), data("flash-speedup", "custom").count(), "of modules and whole models as measured here");
    }

    @Test
    void everyPairOfDiffusionAndTransformerIsCompared() {
        long pairs = MODELS.stream().filter(m -> m.model().family() == Family.DIFFUSION_TEXT_TO_IMAGE).count()
                * MODELS.stream().filter(m -> m.model().family() == Family.TRANSFORMER_TEXT_TO_IMAGE).count();
        assertEquals(4 * pairs, data("diffusion-against-transformer", "scatter").count());
    }

    @Test
    void thePageOpensWithTheHeadlineAndTheFindings() {
        String page = REPORT.html();
        int headline = page.indexOf("single shapes, prefill-like");
        assertTrue(headline > 0 && headline < page.indexOf("<h2>Findings</h2>"));
        assertTrue(page.indexOf("<h2>Findings</h2>") < page.indexOf("<h2>Figures</h2>"));
        assertTrue(page.contains("<th>projected, fitting kernel</th>"));
        assertTrue(page.contains("composed less measured"));
    }

    @Test
    void everyMeasuredShapeIsShownByItsKind() {
        long shapes = RUN.measurements().stream().filter(m -> m.kernel().equals("vector/flash") && m.operator().equals("attention"))
                .map(Measurement::shape).filter(s -> Catalog.of(MODELS).shapes().stream().anyMatch(o -> o.text().equals(s)))
                .distinct().count();
        List<String> kinds = Stream.of(AttentionKind.values()).map(AttentionKind::label).toList();
        assertEquals(shapes, series("flash-speedup-shapes").stream().filter(s -> kinds.contains(s.get("name").asText()))
                .mapToInt(s -> s.get("data").size()).sum());
        assertEquals(3, series("flash-speedup-shapes").stream().filter(s -> s.get("name").asText().equals("geometric mean")
                && s.get("type").asText().equals("scatter")).mapToInt(s -> s.get("data").size()).sum());
    }

    @Test
    void theGainGrowsWithTheBalanceAndHoldsThisMachineAndTheDevices() {
        List<JsonNode> curves = series("gain-over-balance").stream().filter(s -> s.get("type").asText().equals("line")).toList();
        assertEquals(4, curves.size(), "two kinds, this machine and the device with other bandwidths");
        JsonNode prefill = curves.getFirst().get("data");
        double first = prefill.get(0).get("value").get(1).asDouble();
        double last = prefill.get(prefill.size() - 1).get("value").get(1).asDouble();
        assertTrue(last > 1.5 * first, first + " to " + last);
        // 200 GFLOP/s over 20 GB/s are five multiply-adds per byte
        assertEquals(2, data("gain-over-balance", "scatter").filter(d -> Math.abs(d.get("value").get(0).asDouble() - 5) < 1e-9).count());
        assertEquals(2 + 2 * DeviceModel.KNOWN.size(), data("gain-over-balance", "scatter").count());
    }

    @Test
    void composedStepsStandBesideMeasuredOnes() {
        JsonNode names = chart(REPORT, "composed-steps").option().orElseThrow().at("/yAxis/data");
        assertEquals(4, names.size());
        assertEquals("stable-diffusion unet, unfused", names.get(0).asText());
        double measured = series("composed-steps").stream().mapToDouble(s -> s.get("data").get(2).get("value").asDouble()).sum();
        assertEquals(1, measured, 1e-9, "the classes of the flash step, over its time, the lower of two rounds");
        assertTrue(chart(REPORT, "composed-steps").notes().stream().anyMatch(n -> n.startsWith("muse: not checked")));
        assertTrue(chart(NOTHING, "composed-steps").option().isEmpty());
    }

    @Test
    void anOutlierDoesNotScaleAFigure() {
        Measurement disturbed = RUN.measurements().stream().filter(m -> m.kernel().equals("vector/flash")).findFirst().orElseThrow();
        Report report = Report.of(SyntheticRun.outlier(RUN, "vector/flash", disturbed.shape(), 1000), MODELS, DEVICE);
        for (String id : List.of("flash-speedup-shapes", "vendor")) {
            JsonNode before = chart(REPORT, id).option().orElseThrow().get("xAxis");
            JsonNode option = chart(report, id).option().orElseThrow();
            assertTrue(option.get("xAxis").get("min").asDouble() > before.get("min").asDouble() / 1.5, id);
            assertTrue(StreamSupport.stream(option.get("series").spliterator(), false).filter(s -> s.get("type").asText().equals("scatter"))
                    .flatMap(s -> StreamSupport.stream(s.get("data").spliterator(), false)).anyMatch(d -> d.has("symbolRotate")
                            && d.get("value").get(0).asDouble() == option.get("xAxis").get("min").asDouble()
                            && d.at("/label/formatter").asText()
                            .endsWith("×")), id + ": an arrow at the edge tells the number");
        }
    }

    @Test
    void rooflineHasEveryMeasurementWithFlops() {
        assertEquals(RUN.measurements().stream().filter(m -> m.flops() > 0).count(), data("roofline", "scatter").count());
        assertEquals(2, series("roofline").stream().filter(s -> s.get("type").asText().equals("line")).count());
    }

    @Test
    void temporalAttentionIsShownInEachLayout() {
        assertEquals(List.of("spatial, same FLOPs", "temporal, contiguous", "temporal, rearranged and back", "temporal, in place"),
                series("temporal-layouts").stream().map(s -> s.get("name").asText()).toList());
        assertTrue(data("temporal-layouts", "bar").filter(d -> d.get("value").asDouble() > 0).count() > 20);
        assertTrue(chart(NOTHING, "temporal-layouts").missing().getFirst().contains("--suite temporal-layouts"));
    }

    @Test
    void vendorIsComparedWithEachOfOurKernels() {
        long ours = RUN.measurements().stream().filter(m -> m.kernel().startsWith("vector/"))
                .filter(m -> RUN.measurements().stream().anyMatch(v -> v.kernel().startsWith("onednn/") && v.operator().equals(m.operator())
                        && v.shape().equals(m.shape()))).map(Measurement::shape).count();
        assertEquals(ours, data("vendor", "scatter").count());
    }

    @Test
    void scalingHasFlopsTimeAndProjection() {
        long panels = series("scaling-image").stream().map(s -> s.get("xAxisIndex").asInt()).distinct().count();
        assertEquals(3, panels);
        assertTrue(chart(REPORT, "scaling-image").notes().stream().anyMatch(n -> n.contains("cross at image")));
    }

    @Test
    void theGainIsDrawnOverQueryRowsAndOverTheBatch() {
        List<JsonNode> lines = series("queries").stream().filter(s -> !s.get("symbol").asText().equals("none")).toList();
        assertEquals(List.of(12, 12, 6), lines.stream().map(s -> s.get("data").size()).toList());
        assertEquals(List.of("query rows, head dim 64", "query rows, head dim 128", "batch, one query row, head dim 128"), lines.stream().map(s -> s.get("name").asText()).toList());
        JsonNode one = lines.getFirst().get("data").get(0);
        assertEquals(1, one.get("value").get(0).asInt());
        assertTrue(one.get("tooltip").toString().contains("query rows 1, decode-like<br>"), one::toString);
        assertTrue(chart(NOTHING, "queries").missing().getFirst().contains("java -jar benchmarks.jar --sweep queries"));
    }

    @Test
    void sequenceLengthOfTheDiffusionModelFallsAndRises() {
        List<Integer> lengths = series("sequence-length").stream().filter(s -> s.get("name").asText().equals("stable-diffusion, unet"))
                .flatMap(s -> StreamSupport.stream(s.get("data").spliterator(), false)).map(d -> d.get("value").get(1).asInt()).toList();
        assertEquals(4096, lengths.getFirst());
        assertTrue(lengths.contains(64));
        assertEquals(4096, lengths.getLast());
    }

    @Test
    void withoutMeasurementsFiguresSayWhatToRun() {
        for (String id : List.of("breakdown", "roofline", "vendor", "flash-speedup-shapes")) {
            assertTrue(chart(NOTHING, id).option().isEmpty(), id);
            assertTrue(chart(NOTHING, id).missing().stream().anyMatch(n -> n.contains("java -jar benchmarks.jar")), id);
        }
        assertTrue(chart(NOTHING, "flash-speedup").notes().getFirst().contains("only projections"));
        assertTrue(NOTHING.html().contains("Not measured in this run"));
    }

    @Test
    void deviceStandsBesideTheCpu() {
        Report both = Report.of(SyntheticRun.withDevice(), MODELS, DEVICE);
        assertTrue(chart(both, "roofline").option().orElseThrow().toString().contains("attention, vector"));
        String device = chart(both, "roofline-cuda").option().orElseThrow().toString();
        assertTrue(device.contains("attention, cuda") && !device.contains("vector"));
        assertTrue(chart(both, "flash-speedup-cuda").caption().contains("Synthetic GPU, fp16"));
        assertEquals(both.charts().size(), both.charts().stream().map(Chart::id).distinct().count());
        assertTrue(both.html().contains("<th>CUDA kernels</th>"));
    }

    @Test
    void pageNeedsNothingFromOutside() {
        String page = REPORT.html();
        assertTrue(page.contains("default-src 'none'"));
        String untilScripts = page.substring(0, page.indexOf("<script>\n"));
        assertFalse(untilScripts.matches("(?s).*<(script|link|img)[^>]*(src|href)=.*"));
    }
}
