package genops.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import genops.plot.chart.Chart;
import genops.plot.chart.Json;
import genops.plot.chart.Options;
import genops.plot.chart.SvgRenderer;
import genops.results.projection.DeviceModel;
import genops.results.sweep.Sweep;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** Figures as SVG documents, drawn in this JVM. */
class SvgRendererIT {

    private static SvgRenderer renderer;

    @BeforeAll
    static void loadEcharts() {
        renderer = new SvgRenderer();
    }

    @AfterAll
    static void close() {
        renderer.close();
    }

    private static Document render(Chart chart) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(renderer.render(chart))));
    }

    @Test
    void drawsBarsErrorsAndStripes() throws Exception {
        ObjectNode option = Options.option(Options.rows(), Options.ratioAxis("speed-up"),
                Options.categories(List.of("first", "second"), true));
        option.withArray("series").add(Json.object("type", "bar", "name", "<bars>", "data", Json.array(2, 4), "itemStyle",
                Options.fill("#0072B2", false)));
        option.withArray("series").add(Options.errorBars("errors", "#d55e00", Json.array(Json.array(0, 1.5, 2.5, 0))));
        Document svg = render(new Chart("test", "a < b", "Caption & all.", List.of("A note."), List.of(), 300, Optional.of(option)));
        assertEquals("svg", svg.getDocumentElement().getTagName());
        String text = svg.getDocumentElement().getTextContent();
        for (String part : List.of("a < b", "Caption & all.", "A note.", "<bars>", "speed-up", "first", "second", "2×", "4×")) {
            assertTrue(text.contains(part), part + " in " + text);
        }
        assertTrue(svg.getElementsByTagName("pattern").getLength() > 0, "stripes");
        long errors = 0;
        for (int i = 0; i < svg.getElementsByTagName("path").getLength(); i++) {
            String stroke = svg.getElementsByTagName("path").item(i).getAttributes().getNamedItem("stroke") == null ? ""
                    : svg.getElementsByTagName("path").item(i).getAttributes().getNamedItem("stroke").getNodeValue();
            errors += stroke.equalsIgnoreCase("#d55e00") ? 1 : 0;
        }
        assertEquals(3, errors, "a bar and two caps");
    }

    @Test
    void drawsTheGainOverQueryRows() throws Exception {
        Chart chart = Report.of(SyntheticRun.of(Sweep.of("queries").catalog().shapes()), List.of(), DeviceModel.of("a100-80gb")).charts()
                .stream().filter(c -> c.id().equals("queries")).findFirst().orElseThrow();
        String text = render(chart).getDocumentElement().getTextContent();
        for (String part : List.of("query rows, head dim 64", "batch, one query row, head dim 128", "decode-like | prefill-like", "Vector API",
                "query rows, or sequences of one query row each", "16", "2048", "1×")) {
            assertTrue(text.contains(part), part + " in " + text);
        }
    }

    @Test
    void withoutDataStandsWhatIsMissing() throws Exception {
        Document svg = render(new Chart("test", "Title", "Caption.", List.of(), List.of("Run: java -jar benchmarks.jar"), 300,
                Optional.empty()));
        assertTrue(svg.getDocumentElement().getTextContent().contains("Run: java -jar benchmarks.jar"));
    }
}
