package genops.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.shapes.catalog.Catalog;
import genops.shapes.catalog.Entry;
import genops.shapes.model.Phase;
import genops.shapes.operator.Attention;
import genops.shapes.operator.Linear;
import genops.shapes.operator.Operator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepresentativeTest {
    private static final Operator HEAVY = new Attention(2, 8, 4096, 4096, 40);
    private static final Operator LIGHT = new Attention(2, 8, 64, 64, 160);
    private static final Operator DECODE = new Attention(1, 32, 1, 2048, 128);
    private static final Operator OFTEN = new Linear(4096, 320, 320, false);
    private static final Operator ONCE = new Linear(4096, 320, 640, false);

    @Test
    void takesWhatCarriesTheWorkOfEachClassAndPhase() {
        Set<Operator> chosen = Representative.of(new Catalog(List.of(
                entry(LIGHT, Phase.PREFILL_LIKE, 1), entry(ONCE, Phase.PREFILL_LIKE, 1), entry(OFTEN, Phase.PREFILL_LIKE, 100),
                entry(HEAVY, Phase.PREFILL_LIKE, 1), entry(DECODE, Phase.DECODE_LIKE, 1))));
        assertEquals(List.of(OFTEN, HEAVY, DECODE), List.copyOf(chosen));
    }

    @Test
    void everyModelClassAndPhaseOfTheCatalogIsRepresented() {
        Catalog catalog = Catalog.standard();
        Set<Operator> chosen = Representative.of(catalog);
        for (Entry entry : catalog.entries()) {
            assertTrue(catalog.entries().stream().anyMatch(e -> chosen.contains(e.operator()) && e.model().equals(entry.model())
                    && e.type().operatorClass() == entry.type().operatorClass() && e.phase() == entry.phase()), entry.toString());
        }
        assertFalse(chosen.containsAll(catalog.shapes()));
    }

    private static Entry entry(Operator operator, Phase phase, long calls) {
        return new Entry("model", "stage", phase, operator, "self", calls, 1);
    }
}
