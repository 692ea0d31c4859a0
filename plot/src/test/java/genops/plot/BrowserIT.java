package genops.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import genops.plot.chart.Chart;
import genops.results.projection.DeviceModel;
import genops.shapes.model.Model;
import genops.shapes.model.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens the page in a headless browser, from disk; screenshots are left in {@code target/screenshots}. */
class BrowserIT {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Report REPORT = Report.of(SyntheticRun.representative(), Models.all().stream().map(Model::build).toList(),
            DeviceModel.of("a100-80gb"));
    private static final int LEAST_PATHS = 10;

    @TempDir
    private static Path folder;
    private static Chromium browser;
    private static Path page;

    @BeforeAll
    static void findBrowser() throws IOException {
        Optional<Chromium> found = Chromium.find(folder);
        assumeTrue(found.isPresent(), "no Chromium on the path: install the package chromium to test the page in a browser");
        browser = found.get();
        page = Files.writeString(folder.resolve(Report.PAGE), REPORT.html());
    }

    private static Path with(String script) throws IOException {
        return Files.writeString(folder.resolve("changed.html"),
                REPORT.html().replace("</body>", "<script>" + script + "</script></body>"));
    }

    @Test
    void everyFigureIsDrawnWithoutAScriptError() throws Exception {
        Chromium.Visit visit = browser.visit(page);
        assertEquals(List.of(), visit.console());
        for (Chart chart : REPORT.charts()) {
            Matcher figure = Pattern.compile("(?s)<figure id=\"" + chart.id() + "\">.*?</figure>").matcher(visit.dom());
            assertTrue(figure.find(), chart.id());
            assertTrue(figure.group().contains("data-rendered=\"" + chart.option().orElseThrow().get("series").size() + "\""), chart.id());
            assertTrue(figure.group().split("<path").length > LEAST_PATHS, chart.id());
        }
    }

    @Test
    void hoveringShowsShapeKernelTimeAndError() throws Exception {
        Path hovered = with("echarts.getInstanceByDom(document.querySelector('#roofline .plot')).dispatchAction("
                + "{type: 'showTip', seriesIndex: 0, dataIndex: 0});");
        Chromium.Visit visit = browser.visit(hovered);
        assertEquals(List.of(), visit.console());
        assertTrue(Pattern.compile(
                "(?s)attention b\\d+_h\\d+_q\\d+_k\\d+_d\\d+[_causal]*<br>(vector|onednn)/\\w+, fp32<br>[0-9.]+ (n|µ|m)?s ± [0-9.]+%")
                .matcher(visit.dom()).find());
    }

    @Test
    void historyIsDrawnAsItComesIntoViewAndCanBeFiltered() throws Exception {
        String html = HistoryPageTest.page(SyntheticHistory.of(365, 1000, 1.07));
        Path history = Files.writeString(folder.resolve("history.html"), html);
        Chromium.Visit visit = browser.visit(history);
        assertEquals(List.of(), visit.console());
        assertTrue(visit.dom().contains("<output>1000 of 1000</output>"));
        int drawn = visit.dom().split("data-rendered=\"true\"").length - 1;
        assertTrue(drawn > 0 && drawn < 50, drawn + " of 1000 series are drawn before anybody scrolls");
        assertTrue(visit.dom().contains(">+7 %<"), "the change point is marked");
        browser.screenshot(history, SCREENSHOTS.resolve("history.png"), 1160, 1200);

        Path filtered = Files.writeString(folder.resolve("filtered.html"), html.replace("</body>", "<script>"
                + "document.querySelector('[name=changed]').checked = true;"
                + "document.querySelector('form').dispatchEvent(new Event('input'));"
                + "new MutationObserver(function (m, me) { var plot = document.querySelector('.plot[data-rendered]'); if (plot) {"
                + "me.disconnect(); echarts.getInstanceByDom(plot).dispatchAction({type: 'showTip', seriesIndex: 2, dataIndex: 1}); } })"
                + ".observe(document.body, {subtree: true, attributes: true});</script></body>"));
        Chromium.Visit changed = browser.visit(filtered);
        assertEquals(List.of(), changed.console());
        assertTrue(changed.dom().contains("<output>1 of 1000</output>"));
        assertTrue(Pattern.compile("commit 0{12}.*Synthetic CPU.*suspect: the ceilings drifted").matcher(changed.dom()).find());
    }

    @Test
    void ratiosToAReferenceAreDrawnBelowTheTimes() throws Exception {
        Path history = Files.writeString(folder.resolve("ratios.html"),
                HistoryPageTest.page(SyntheticHistory.againstReference(SyntheticHistory.of(30, 2, 1.07), 0)));
        Chromium.Visit visit = browser.visit(history);
        assertEquals(List.of(), visit.console());
        assertEquals(3, visit.dom().split("data-rendered=\"true\"").length - 1, "two measurements, one with ratios");
        assertTrue(visit.dom().contains("<h4>time over that of 0123456789, in pairs</h4>"));
        browser.screenshot(history, SCREENSHOTS.resolve("history-ratios.png"), 1160, 900);
    }

    @Test
    void scriptErrorsAreSeen() throws Exception {
        assertFalse(browser.visit(with("throw new Error('planted');")).console().isEmpty());
    }

    @Test
    void screenshots() throws Exception {
        browser.screenshot(page, SCREENSHOTS.resolve("light.png"), 1160, 8400);
        browser.screenshot(page, SCREENSHOTS.resolve("dark.png"), 1160, 8400, "--blink-settings=preferredColorScheme=0");
        browser.screenshot(page, SCREENSHOTS.resolve("narrow.png"), 700, 9600);
        assertTrue(Files.mismatch(SCREENSHOTS.resolve("light.png"), SCREENSHOTS.resolve("dark.png")) >= 0);
        assertTrue(Files.size(SCREENSHOTS.resolve("narrow.png")) > 100_000);
    }
}
