package genops.results.layout;

import static genops.results.TestDocuments.document;
import static genops.results.TestDocuments.measured;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.composition.MeasuredTimes;
import genops.results.composition.Selection;
import genops.results.composition.Stack;
import genops.results.document.RunDocument;
import genops.results.layout.LayoutCost.Way;
import genops.shapes.catalog.Catalog;
import genops.shapes.catalog.TemporalLayout;
import genops.shapes.model.Models;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutCostTest {
    private static final Catalog CATALOG = Catalog.of(List.of(Models.of("make-a-video").build()));
    private static final TemporalLayout LAYOUT = CATALOG.temporalLayouts().getFirst();

    private static List<LayoutCost> costs(RunDocument run) {
        return LayoutCost.of(CATALOG, MeasuredTimes.of(run, Selection.of(Stack.VECTOR, run)));
    }

    @Test
    void rearrangingIsPartOfTheCost() {
        List<LayoutCost> costs = costs(document(measured(LAYOUT.before(), "vector/blocked", 10e6),
                measured(LAYOUT.contiguous(), "vector/flash", 20e6), measured(LAYOUT.contiguous(), "vector/unfused", 15e6),
                measured(LAYOUT.after(), "vector/blocked", 12e6), measured(LAYOUT.inPlace(), "vector/in-place", 30e6),
                measured(LAYOUT.inPlace(), "vector/rearranged", 25e6),
                measured(LAYOUT.spatial().orElseThrow(), "vector/flash", 8e6)));
        assertEquals(List.of(Way.SPATIAL, Way.CONTIGUOUS, Way.REARRANGED, Way.IN_PLACE), costs.stream().map(LayoutCost::way).toList());
        assertEquals(List.of(8e6, 15e6, 37e6, 30e6), costs.stream().map(c -> c.nanoseconds().value()).toList());
        assertEquals(1, costs.stream().map(LayoutCost::flops).distinct().count(), "the same FLOPs");
        assertEquals(LAYOUT.inPlace().bytes(4) + LAYOUT.before().bytes(4) + LAYOUT.after().bytes(4), costs.get(2).bytes());
        String text = LayoutText.of(costs);
        assertTrue(text.contains("temporal, rearranged and back") && text.contains("37.0 ms"), text);
        assertTrue(text.contains("-prof perfnorm"), text);
    }

    @Test
    void withoutTheInPlaceLayoutThereIsNothingToCompare() {
        assertEquals("", LayoutText.of(costs(document(measured(LAYOUT.contiguous(), "vector/flash", 20e6)))));
    }
}
