package genops.kernels.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Precision;
import genops.kernels.TensorSpec;
import genops.kernels.Tensors;
import genops.kernels.reference.LinearReference;
import genops.shapes.operator.Linear;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class VerifierTest {
    private static final Linear SHAPE = new Linear(3, 5, 40, true);
    private static final int LAST = 14;

    /** Right by the reference's own arithmetic, then spoilt. */
    private record Spoilt(Consumer<MemorySegment> spoil) implements Kernel<Linear> {
        @Override
        public String id() {
            return "test/spoilt";
        }

        @Override
        public Class<Linear> operator() {
            return Linear.class;
        }

        @Override
        public BoundKernel bind(Linear shape, Tensors tensors) {
            double[] value = new double[1];
            return () -> {
                for (int i = 0; i <= LAST; i++) {
                    new LinearReference().evaluate(shape, tensors, i, value, new double[1]);
                    tensors.output().setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) value[0]);
                }
                spoil.accept(tensors.output());
            };
        }
    }

    private static Verification verify(Consumer<MemorySegment> spoil, long units) {
        Kernel<Linear> kernel = new Spoilt(spoil);
        try (Tensors tensors = Tensors.random(SHAPE, Precision.FP32, 3); BoundKernel bound = kernel.bind(SHAPE, tensors)) {
            return new Verifier(units, 1).runAndCompare(kernel, SHAPE, tensors, bound);
        }
    }

    @Test
    void aCorrectlyRoundedOutputPasses() {
        Verification verification = verify(output -> {}, Long.MAX_VALUE);
        assertTrue(verification.passed(), verification::describe);
        assertEquals(15, verification.compared());
        assertTrue(verification.error() <= Precision.FP32.unitRoundoff());
    }

    @Test
    void aWrongElementFailsAndIsNamed() {
        Verification verification = verify(output -> add(output, 7, 1e-3f), Long.MAX_VALUE);
        assertFalse(verification.passed());
        assertEquals(7, verification.worst());
    }

    @Test
    void zerosFail() {
        assertFalse(verify(output -> output.fill((byte) 0), Long.MAX_VALUE).passed());
    }

    @Test
    void anElementNotWrittenFailsEvenOutsideTheSample() {
        Verification verification = verify(output -> output.setAtIndex(ValueLayout.JAVA_FLOAT, 4, Float.NaN), 2);
        assertFalse(verification.passed());
        assertEquals(4, verification.worst());
        assertTrue(verification.describe().contains("element 4"), verification::describe);
    }

    @Test
    void firstAndLastUnitAreAlwaysInTheSample() {
        assertFalse(verify(output -> add(output, 0, 1e-3f), 2).passed());
        assertFalse(verify(output -> add(output, LAST, 1e-3f), 2).passed());
    }

    @Test
    void inputsAreSeededSpreadAndAligned() {
        try (Tensors tensors = Tensors.random(SHAPE, Precision.FP32, 3); Tensors same = Tensors.random(SHAPE, Precision.FP32, 3);
                Tensors other = Tensors.random(SHAPE, Precision.FP32, 4)) {
            for (TensorSpec spec : TensorSpec.of(SHAPE)) {
                assertEquals(0, tensors.get(spec.name()).address() % Tensors.ALIGNMENT);
            }
            assertEquals(-1, tensors.get("weight").mismatch(same.get("weight")));
            assertTrue(tensors.get("weight").mismatch(other.get("weight")) >= 0);
            float[] values = tensors.get("weight").toArray(ValueLayout.JAVA_FLOAT);
            float least = 1;
            float most = -1;
            for (float value : values) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            assertTrue(least >= -1 && least < -0.8 && most > 0.8 && most <= 1, least + " … " + most);
        }
    }

    private static void add(MemorySegment output, int index, float error) {
        float right = output.getAtIndex(ValueLayout.JAVA_FLOAT, index);
        output.setAtIndex(ValueLayout.JAVA_FLOAT, index, right + error);
    }
}
