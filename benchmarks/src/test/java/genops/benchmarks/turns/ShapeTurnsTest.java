package genops.benchmarks.turns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.document.Status;
import genops.shapes.operator.Convolution;
import genops.shapes.operator.Operator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShapeTurnsTest {
    private static final Convolution SHAPE = new Convolution(1, 4, 4, 4, 4, 3, 3, 1, 1);

    private final Set<String> warm = new HashSet<>();

    private <O extends Operator> ShapeTurns<O> open(O shape, String... kernels) {
        return ShapeTurns.open(shape, Entrants.of(shape, List.of(kernels)), 1e-5, false, warm);
    }

    @Test
    void everyKernelHasATimeInEveryRound() {
        try (ShapeTurns<Convolution> turns = open(SHAPE, "test/slow", "vector/direct")) {
            for (int round = 0; round < 3; round++) {
                turns.round();
                assertEquals(List.of("test/slow", "vector/direct"), turns.contenders().stream().map(Contender::kernel).sorted().toList());
                turns.contenders().forEach(c -> assertTrue(c.callNanoseconds() > 0, c.kernel()));
            }
            assertEquals(Status.MEASURED, turns.report("vector/direct").status());
            assertTrue(turns.report("vector/direct").error() <= turns.report("vector/direct").tolerance());
        }
        assertTrue(warm.contains("convolution vector/direct"), warm.toString());
    }

    @Test
    void aWrongKernelHasNoTurn() {
        try (ShapeTurns<Convolution> turns = open(SHAPE, "test/zero", "vector/direct")) {
            assertEquals(Status.FAILED_VERIFICATION, turns.report("test/zero").status());
            assertTrue(turns.report("test/zero").reason().startsWith("before timing"), turns.report("test/zero").reason());
            assertEquals(List.of("vector/direct"), turns.contenders().stream().map(Contender::kernel).toList());
            assertEquals(2, turns.rounds(0, 25));
        }
    }

    @Test
    void aKernelThatDoesNothingOnceItWasCheckedIsFoundWithinAsManyRoundsAsThereAreKernels() {
        try (ShapeTurns<Convolution> turns = open(SHAPE, "test/lazy", "vector/direct")) {
            turns.round();
            turns.round();
            assertEquals(Status.FAILED_VERIFICATION, turns.report("test/lazy").status());
            assertFalse(turns.contenders().stream().anyMatch(c -> c.kernel().equals("test/lazy")));
            assertEquals(Status.MEASURED, turns.report("vector/direct").status());
        }
    }

    @Test
    void whatCannotTakePartSaysWhy() {
        Entrants<Convolution> entrants = Entrants.of(SHAPE, List.of("test/picky", "test/slow"));
        assertEquals(List.of("test/slow"), entrants.kernels().stream().map(k -> k.id()).toList());
        assertEquals(Status.UNSUPPORTED, entrants.refused().get("test/picky").status());
    }
}
