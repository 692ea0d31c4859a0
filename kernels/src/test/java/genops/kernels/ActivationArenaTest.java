package genops.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.kernels.parallel.Refresh;
import genops.shapes.operator.Add;
import genops.shapes.operator.Embedding;
import genops.shapes.operator.Linear;
import genops.shapes.operator.Operator;
import genops.shapes.operator.Scale;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActivationArenaTest {
    private static final Linear LINEAR = new Linear(7, 100, 33, true);
    private static final Scale SCALE = new Scale(700);
    private static final Add ADD = new Add(1001);
    private static final List<Operator> SHAPES = List.of(new Embedding(7, 50, 33), LINEAR, SCALE, ADD, new Scale(12), new Add(500));

    @Test
    void theRingIsAsLargeAsTheLargestNeed() {
        // three tensors of 1001 floats, each up to the next cache line
        assertEquals(3 * 4032, ActivationArena.bytes(SHAPES));
        try (ActivationArena arena = new ActivationArena(SHAPES)) {
            assertEquals(3 * 4032, arena.bytes());
        }
    }

    @Test
    void tensorsOfAShapeAreAlignedAndApartAndAllOverTheRing() {
        try (ActivationArena arena = new ActivationArena(SHAPES)) {
            List<Long> outputs = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                for (Operator shape : SHAPES) {
                    try (Tensors tensors = Tensors.inArena(shape, arena, 1)) {
                        List<MemorySegment> all = TensorSpec.of(shape).stream().map(s -> tensors.get(s.name())).toList();
                        for (int i = 0; i < all.size(); i++) {
                            assertEquals(0, all.get(i).address() % Tensors.ALIGNMENT, shape.text());
                            for (int j = 0; j < i; j++) {
                                assertTrue(all.get(i).asOverlappingSlice(all.get(j)).isEmpty(), shape.text() + " overlaps itself");
                            }
                        }
                        outputs.add(tensors.output().address());
                    }
                }
            }
            assertTrue(outputs.stream().distinct().count() > SHAPES.size(), "always the same places: " + outputs);
        }
    }

    @Test
    void aShapeReadsWhereTheOneBeforeItWrote() {
        try (ActivationArena arena = new ActivationArena(SHAPES); Tensors linear = Tensors.inArena(LINEAR, arena, 1);
                Tensors scale = Tensors.inArena(SCALE, arena, 1)) {
            assertEquals(linear.output().address(), scale.get("input").address());
            assertTrue(linear.get("input").asOverlappingSlice(scale.output()).isEmpty());
        }
    }

    @Test
    void weightsAreTheShapesOwn() {
        try (ActivationArena arena = new ActivationArena(SHAPES); Tensors one = Tensors.inArena(LINEAR, arena, 1);
                Tensors other = Tensors.inArena(LINEAR, arena, 2)) {
            assertTrue(one.get("weight").mismatch(other.get("weight")) >= 0);
            assertEquals(4 * (100 * 33 + 100) + 2 * Tensors.ALIGNMENT, Tensors.bytesOutsideArena(LINEAR));
            assertEquals(0, Tensors.bytesOutsideArena(ADD));
        }
    }

    @Test
    void refreshedOutputsAreFiniteNormalAndRandom() {
        List<Scale> large = List.of(new Scale(1_000_003));
        try (ActivationArena arena = new ActivationArena(large); Tensors tensors = Tensors.inArena(large.getFirst(), arena, 1)) {
            checkUniform(tensors.get("input"));
            tensors.poisonOutput();
            new Refresh().over(tensors.output());
            checkUniform(tensors.output());
        }
    }

    private static void checkUniform(MemorySegment segment) {
        double sum = 0;
        double squares = 0;
        float[] values = segment.toArray(ValueLayout.JAVA_FLOAT);
        for (float value : values) {
            assertTrue(value >= -1 && value <= 1 && (value == 0 || Math.abs(value) >= Float.MIN_NORMAL), "value " + value);
            sum += value;
            squares += value * value;
        }
        assertEquals(0, sum / values.length, 0.03);
        assertEquals(1.0 / 3, squares / values.length, 0.03);
    }

    @Test
    void aShapeThatDoesNotFitIsRefused() {
        try (ActivationArena arena = new ActivationArena(List.of(SCALE))) {
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Tensors.inArena(ADD, arena, 1));
            assertTrue(refused.getMessage().startsWith("no room for add"), refused.getMessage());
        }
    }
}
