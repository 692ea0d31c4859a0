package genops.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import genops.results.changepoint.ChangePoint;
import genops.results.history.History;
import genops.results.history.Series;
import genops.shapes.catalog.Catalog;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The data of the history's page; that it is drawn is seen in a browser. */
class HistoryPageTest {
    private static final long LARGEST = 9_000_000;

    static String page(History history) {
        Series first = history.series().getFirst();
        int middle = history.runs().size() / 2;
        ChangePoint step = new ChangePoint(first, history.runs().get(middle - 1), history.runs().get(middle), 1e6, 1.07e6, 0.001, List.of());
        return HistoryPage.html(history, List.of(step), Catalog.standard());
    }

    private static JsonNode data(String page) throws Exception {
        Matcher data = Pattern.compile("(?s)id=\"history\">(.*?)</script>").matcher(page);
        assertTrue(data.find());
        return new JsonMapper().readTree(data.group(1));
    }

    @Test
    void theSeriesThatChangedMostComesFirstWithItsStep() throws Exception {
        History history = SyntheticHistory.of(20, 30, 1.07);
        JsonNode json = data(page(history));
        assertEquals(30, json.get("series").size());
        JsonNode first = json.get("series").get(0);
        assertEquals(history.series().getFirst().key().text(), first.get("name").asText());
        assertEquals(20, first.get("values").size());
        assertEquals(10, first.at("/steps/0/0").asInt(), "the night in the middle");
        assertTrue(first.at("/steps/0/2").asText().startsWith("1.00 ms to 1.07 ms, commits "), first.toString());
        assertEquals("llama", first.at("/models/0").asText());
        assertEquals("the ceilings drifted by 12%", json.at("/runs/1/3").asText());
    }

    @Test
    void ratiosToAReferenceStandWithTheTimesOfTheirMeasurement() throws Exception {
        History history = SyntheticHistory.againstReference(SyntheticHistory.of(20, 30, 1.07), 5);
        Series ratios = history.ratios().getFirst();
        ChangePoint step = new ChangePoint(ratios, history.runs().get(9), history.runs().get(10), 1.001, 1.5, 0.001, List.of());
        JsonNode first = data(HistoryPage.html(history, List.of(step), Catalog.standard())).get("series").get(0);
        assertEquals(ratios.key().text(), first.get("name").asText(), "the change of its ratios brings it to the front");
        assertEquals(0, first.get("steps").size());
        assertEquals("0123456789", first.at("/ratios/0/reference").asText());
        assertEquals(List.of(20, 20), List.of(first.at("/ratios/0/values").size(), first.at("/ratios/0/errors").size()));
        assertEquals(1, first.at("/ratios/0/values/0").asDouble(), 0.02);
        assertEquals(2, first.at("/ratios/0/errors/0").asDouble(), 0.1, "per mille");
        assertTrue(first.at("/ratios/0/steps/0/2").asText().startsWith("1.001 to 1.500, commits "), first.toString());
    }

    @Test
    void aYearOfAThousandSeriesIsAFewMegabytes() {
        long size = page(SyntheticHistory.of(365, 1000, 1.07)).length();
        assertTrue(size < LARGEST, () -> size + " characters");
    }
}
