package genops.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.sweep.Sweep;
import genops.shapes.catalog.Catalog;
import genops.shapes.model.Phase;
import genops.shapes.operator.AttentionKind;
import genops.shapes.operator.OperatorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CatalogFilterTest {

    @Test
    void allSelectsTheWholeCatalog() {
        assertEquals(Catalog.standard(), CatalogFilter.ALL.catalog());
    }

    @Test
    void selectsByModelStagePhaseAndOperator() {
        Catalog catalog = new CatalogFilter(List.of("llama"), List.of("decode"), List.of(Phase.DECODE_LIKE), List.of(),
                List.of(OperatorType.ATTENTION), Map.of(), List.of(), false, OptionalInt.empty()).catalog();
        assertFalse(catalog.entries().isEmpty());
        assertTrue(catalog.entries().stream().allMatch(e -> e.model().startsWith("llama") && e.stage().equals("decode")
                && e.phase() == Phase.DECODE_LIKE && e.type() == OperatorType.ATTENTION));
    }

    @Test
    void aKindOfAttentionLeavesOutAllOtherOperators() {
        Catalog catalog = new CatalogFilter(List.of("make-a-video"), List.of(), List.of(), List.of(AttentionKind.SHORT_SEQUENCES),
                List.of(), Map.of(), List.of(), false, OptionalInt.empty()).catalog();
        assertFalse(catalog.entries().isEmpty());
        assertTrue(catalog.entries().stream().allMatch(e -> e.attentionKind().equals(Optional.of(AttentionKind.SHORT_SEQUENCES))));
        assertTrue(catalog.entries().stream().anyMatch(e -> e.kind().equals("temporal")));
    }

    @Test
    void changesParametersOfModels() {
        Catalog smaller = overriding(Map.of("stable-diffusion.image", "256")).catalog();
        assertFalse(smaller.shapes().equals(CatalogFilter.ALL.catalog().shapes()));
    }

    @Test
    void sweepsReplaceTheModels() {
        Sweep sweep = Sweep.of("image");
        Catalog convolutions = new CatalogFilter(List.of(), List.of(), List.of(), List.of(), List.of(OperatorType.CONVOLUTION), Map.of(),
                List.of(sweep), false, OptionalInt.empty()).catalog();
        assertEquals(sweep.catalog().operator(OperatorType.CONVOLUTION), convolutions);
        Catalog decode = new CatalogFilter(List.of(), List.of(), List.of(), List.of(AttentionKind.DECODE_LIKE), List.of(), Map.of(),
                List.of(Sweep.of("queries")), false, OptionalInt.empty()).catalog();
        assertEquals(4 + 4 + 6, decode.entries().size(), "1, 2, 4 and 8 query rows at two head dims, and six batches of one");
    }

    @Test
    void layoutsOfTemporalAttentionReplaceTheModels() {
        Catalog layouts = overriding(Map.of()).withLayouts().catalog();
        assertFalse(layouts.operator(OperatorType.TEMPORAL_ATTENTION).entries().isEmpty());
        assertTrue(layouts.shapes().stream().anyMatch(o -> o.text().equals("b1_h8_q1024_k1024_d64")), "spatial, of the same FLOPs");
        assertTrue(layouts.operator(OperatorType.LINEAR).entries().isEmpty());
    }

    @Test
    void aSampleIsOfWhatIsSelected() {
        CatalogFilter filter = new CatalogFilter(List.of(), List.of(), List.of(), List.of(), List.of(OperatorType.LINEAR), Map.of(),
                List.of(), false, OptionalInt.of(3));
        assertEquals(3, filter.catalog().shapes().size());
        assertTrue(filter.exact());
        assertTrue(filter.catalog().entries().stream().allMatch(e -> e.type() == OperatorType.LINEAR));
    }

    @Test
    void saysWhatIsUnknown() {
        assertTrue(message(named(List.of("nosuch"), List.of())).contains("unknown model 'nosuch'"));
        assertTrue(message(named(List.of(), List.of("nosuch"))).contains("unknown stage 'nosuch'"));
        assertTrue(message(overriding(Map.of("stable-diffusion.nosuch", "1"))).contains("unknown parameter 'nosuch'"));
        assertTrue(message(overriding(Map.of("image", "1"))).contains("expected model.parameter=value"));
    }

    private static CatalogFilter overriding(Map<String, String> overrides) {
        return new CatalogFilter(List.of(), List.of(), List.of(), List.of(), List.of(), overrides, List.of(), false, OptionalInt.empty());
    }

    private static CatalogFilter named(List<String> models, List<String> stages) {
        return new CatalogFilter(models, stages, List.of(), List.of(), List.of(), Map.of(), List.of(), false, OptionalInt.empty());
    }

    private static String message(CatalogFilter filter) {
        return assertThrows(IllegalArgumentException.class, filter::catalog).getMessage();
    }
}
