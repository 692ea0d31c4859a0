package genops.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.shapes.operator.Add;
import genops.shapes.operator.Embedding;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class TensorsTest {
    /** Several blocks, the last of them short and of an odd length. */
    private static final Add LARGE = new Add(1_000_001);

    @Test
    void valuesDoNotDependOnTheNumberOfThreads() throws Exception {
        try (ForkJoinPool alone = new ForkJoinPool(1); Tensors many = Tensors.random(LARGE, Precision.FP32, 7);
                Tensors one = alone.submit(() -> Tensors.random(LARGE, Precision.FP32, 7)).get()) {
            assertEquals(-1, many.get("left").mismatch(one.get("left")));
            assertTrue(many.get("left").mismatch(many.get("right")) >= 0, "two inputs are the same");
        }
    }

    @Test
    void everyElementIsFilledAndEveryBlockIsDifferent() {
        try (Tensors tensors = Tensors.random(LARGE, Precision.FP32, 7)) {
            float[] values = tensors.get("left").toArray(ValueLayout.JAVA_FLOAT);
            double squares = 0;
            int repeated = 0;
            for (int i = 0; i < values.length; i++) {
                squares += values[i] * values[i];
                repeated += i >= 1 << 18 && values[i] == values[i - (1 << 18)] ? 1 : 0;
            }
            // of a uniform distribution in [−1, 1)
            assertEquals(1.0 / 3, squares / values.length, 0.002);
            assertTrue(repeated < 10, repeated + " values are those of the block before");
            assertTrue(values[values.length - 1] != 0);
        }
    }

    @Test
    void activationsAreWhatThePrecisionCanHoldAndIndicesAreInTheTable() {
        try (Tensors tensors = Tensors.random(new Embedding(1000, 50, 4), Precision.FP16, 7)) {
            for (float value : tensors.get("table").toArray(ValueLayout.JAVA_FLOAT)) {
                assertEquals(Precision.FP16.round(value), value);
            }
            int most = 0;
            for (int id : tensors.get("ids").toArray(ValueLayout.JAVA_INT)) {
                assertTrue(id >= 0 && id < 50, "id " + id);
                most = Math.max(most, id);
            }
            assertTrue(most > 40, "ids up to " + most);
        }
    }

    @Test
    void scatteredTensorsHaveTheSameValuesAtOtherPlacesInTheirPages() {
        try (Tensors usual = Tensors.random(LARGE, Precision.FP32, 7); Tensors scattered = Tensors.scattered(LARGE, Precision.FP32, 7, 1);
                Tensors likewise = Tensors.scattered(LARGE, Precision.FP32, 7, 1); Tensors other = Tensors.scattered(LARGE, Precision.FP32, 7, 2)) {
            assertEquals(-1, usual.get("left").mismatch(scattered.get("left")));
            assertEquals(places(scattered), places(likewise));
            assertNotEquals(places(scattered), places(other));
            assertTrue(places(scattered).stream().allMatch(place -> place % Tensors.ALIGNMENT == 0), "" + places(scattered));
            assertEquals(Optional.empty(), scattered.writtenOutside());
        }
    }

    private static List<Long> places(Tensors tensors) {
        return tensors.specs().stream().map(spec -> tensors.get(spec.name()).address() % 4096).toList();
    }
}
