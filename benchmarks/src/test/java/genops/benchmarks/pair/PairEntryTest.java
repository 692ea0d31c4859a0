package genops.benchmarks.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PairEntryTest {

    private static Map<String, Object> open(String kernel) {
        return PairEntry.open(Map.of(PairEntry.OPERATOR, "convolution", PairEntry.SHAPE, "n1_c4_h4_w4_o4_r3x3_s1_p1", PairEntry.KERNEL, kernel,
                PairEntry.SEED, "7", PairEntry.PLACE, "9", PairEntry.BRIEF, "true"));
    }

    @SuppressWarnings("unchecked")
    private static String line(Map<String, Object> functions, String name) {
        return ((Supplier<String>) functions.get(name)).get();
    }

    private static double turn(Map<String, Object> functions) {
        ((Runnable) functions.get(PairEntry.PREPARE)).run();
        return ((DoubleSupplier) functions.get(PairEntry.TURN)).getAsDouble();
    }

    @Test
    void aKernelThatIsRightHasTurns() {
        Map<String, Object> functions = open("vector/direct");
        assertFalse(functions.containsKey(PairEntry.REFUSED), "" + functions);
        assertTrue(turn(functions) > 0);
        assertEquals("", line(functions, PairEntry.VERIFY));
        assertEquals("", line(functions, PairEntry.END));
    }

    @Test
    void aKernelThatIsWrongOrUnsupportedHasNone() {
        assertTrue(((String) open("test/zero").get(PairEntry.REFUSED)).contains("before timing: "), "" + open("test/zero"));
        assertTrue(((String) open("test/picky").get(PairEntry.REFUSED)).contains("supports no shape at all"), "" + open("test/picky"));
    }

    @Test
    void aKernelThatDoesNothingOnceItWasCheckedIsFoundAfterASeries() {
        Map<String, Object> functions = open("test/lazy");
        turn(functions);
        assertTrue(line(functions, PairEntry.VERIFY).contains("while timing: "), line(functions, PairEntry.VERIFY));
    }

    @Test
    void flagsNameTheVectorApi() {
        assertTrue(PairEntry.flags().contains("--add-modules=jdk.incubator.vector"), "" + PairEntry.flags());
        assertEquals(PairEntry.PROTOCOL, PairEntry.protocol());
    }
}
