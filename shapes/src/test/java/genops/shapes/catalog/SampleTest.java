package genops.shapes.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorClass;
import genops.shapes.operator.OperatorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {
    private static final Catalog STANDARD = Catalog.standard();

    @Test
    void everyClassHasSoManyDistinctShapes() {
        Catalog sample = STANDARD.sample(5);
        for (OperatorClass operatorClass : OperatorClass.values()) {
            long all = STANDARD.shapes().stream().filter(o -> o.type().operatorClass() == operatorClass).count();
            assertEquals(Math.min(5, all), sample.shapes().stream().filter(o -> o.type().operatorClass() == operatorClass).count(),
                    operatorClass::label);
        }
        assertEquals(STANDARD, STANDARD.sample(100_000));
    }

    @Test
    void theSameShapesGiveTheSameSampleWhateverElseIsSelected() {
        assertEquals(STANDARD.sample(4), Catalog.standard().sample(4));
        assertEquals(STANDARD.sample(4).operator(OperatorType.LINEAR), STANDARD.operator(OperatorType.LINEAR).sample(4));
    }

    @Test
    void aSampleIsSpreadOverTheSizes() {
        List<Long> all = flops(STANDARD);
        List<Long> sample = flops(STANDARD.sample(4));
        for (int i = 0; i < 4; i++) {
            int rank = all.indexOf(sample.get(i));
            assertTrue(rank >= i * all.size() / 4 - 1 && rank < (i + 1) * all.size() / 4, "rank " + rank + " of " + all.size());
        }
    }

    private static List<Long> flops(Catalog catalog) {
        return catalog.operator(OperatorType.LINEAR).shapes().stream().map(Operator::flops).sorted().toList();
    }
}
