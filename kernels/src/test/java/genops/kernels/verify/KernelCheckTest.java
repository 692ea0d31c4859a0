package genops.kernels.verify;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.kernels.BoundKernel;
import genops.kernels.InputKind;
import genops.kernels.Kernel;
import genops.kernels.Precision;
import genops.kernels.Tensors;
import genops.shapes.operator.GroupNorm;
import genops.shapes.operator.Linear;
import genops.shapes.operator.Scale;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KernelCheckTest {
    private static final Scale SMALL = new Scale(4093);
    /** More than is changed as a whole, and more than is compared as a whole between iterations. */
    private static final Scale LARGE = new Scale(3 << 20);

    /** A kernel of {@link Scale} that does what a test says. */
    private record Scaling(double errorFactor, Optional<String> errorReason, Work work) implements Kernel<Scale> {
        interface Work {
            void run(Tensors tensors, int call);
        }

        Scaling(Work work) {
            this(1, Optional.empty(), work);
        }

        @Override
        public String id() {
            return "test/scaling";
        }

        @Override
        public Class<Scale> operator() {
            return Scale.class;
        }

        @Override
        public BoundKernel bind(Scale shape, Tensors tensors) {
            int[] calls = {0};
            return () -> work.run(tensors, calls[0]++);
        }
    }

    private static void scale(Tensors tensors) {
        MemorySegment output = tensors.output();
        for (long i = 0; i < output.byteSize() / 4; i++) {
            output.setAtIndex(JAVA_FLOAT, i, (float) (Scale.FACTOR * tensors.get("input").getAtIndex(JAVA_FLOAT, i)));
        }
    }

    private interface Examination {
        void with(CheckedTensors tensors, BoundKernel bound, KernelCheck<Scale> check);
    }

    private static void examine(Scale shape, Kernel<Scale> kernel, Examination examination) {
        try (Tensors tensors = Tensors.random(shape, Precision.FP32, 3); BoundKernel bound = kernel.bind(shape, tensors)) {
            CheckedTensors checked = new CheckedTensors(tensors, 4);
            examination.with(checked, bound, KernelCheck.open(kernel, shape, checked, bound, 5));
        }
    }

    private static void refused(Scale shape, Kernel<Scale> kernel, String reason) {
        examine(shape, kernel, (tensors, bound, check) -> {
            Verification verification = check.before();
            assertFalse(verification.passed(), verification::describe);
            assertTrue(verification.describe().contains(reason), verification::describe);
        });
    }

    private static Verification iteration(CheckedTensors tensors, BoundKernel bound, KernelCheck<Scale> check) {
        tensors.change();
        check.prepare();
        bound.run();
        return check.afterIteration();
    }

    @Test
    void aRightKernelPassesBeforeAndAfterEveryIteration() {
        for (Scale shape : List.of(SMALL, LARGE, new Scale(1))) {
            examine(shape, new Scaling((tensors, call) -> scale(tensors)), (tensors, bound, check) -> {
                assertTrue(check.before().passed());
                for (int i = 0; i < 4; i++) {
                    Verification verification = iteration(tensors, bound, check);
                    assertTrue(verification.passed(), verification::describe);
                }
                assertTrue(check.end().passed());
                assertTrue(check.error() > 0 && check.error() <= check.tolerance());
                assertTrue(check.time().toNanos() > 0);
                for (InputKind kind : InputKind.values()) {
                    if (kind != InputKind.MASKED) {
                        Verification verification = check.verify(List.of(kind), true);
                        assertTrue(verification.passed(), () -> kind + verification.describe());
                    }
                }
            });
        }
    }

    @Test
    void anInputThatIsDestroyedIsSeenWhereverItIs() {
        for (Scale shape : List.of(SMALL, LARGE)) {
            refused(shape, new Scaling((tensors, call) -> {
                scale(tensors);
                tensors.get("input").setAtIndex(JAVA_FLOAT, 1234, 2);
            }), "destroys its input: 'input'");
        }
    }

    @Test
    void whatOneKernelDestroyedIsMendedForTheNext() {
        examine(SMALL, new Scaling((tensors, call) -> tensors.get("input").fill((byte) 0)), (tensors, bound, check) -> {
            assertFalse(check.before().passed());
            Kernel<Scale> next = new Scaling((t, call) -> scale(t));
            tensors.renew();
            Verification verification = KernelCheck.open(next, SMALL, tensors, next.bind(SMALL, tensors.tensors()), 6).before();
            assertTrue(verification.passed(), verification::describe);
        });
    }

    @Test
    void whatIsWrittenBesideTheOutputIsSeen() {
        for (long offset : new long[] {-1, 4L * 4093, 4L * 4093 + 4095}) {
            refused(SMALL, new Scaling((tensors, call) -> {
                scale(tensors);
                MemorySegment.ofAddress(tensors.output().address() + offset).reinterpret(1).set(JAVA_BYTE, 0, (byte) 0);
            }), "writes outside of its output: " + (offset < 0 ? "before" : "behind") + " 'output'");
        }
    }

    @Test
    void aResultOfOtherInputsIsSeen() {
        for (Scale shape : List.of(SMALL, LARGE)) {
            refused(shape, new Scaling((tensors, call) -> {
                if (call == 0 || Float.isNaN(tensors.output().getAtIndex(JAVA_FLOAT, 0))) {
                    scale(tensors);
                }
            }), "in a call with other inputs and its output as the last call left it");
        }
    }

    @Test
    void everyIterationIsVerified() {
        for (int lazy = 0; lazy < 3; lazy++) {
            int wrong = lazy;
            int[] iterations = {-1};
            examine(LARGE, new Scaling((tensors, call) -> {
                if (iterations[0] != wrong) {
                    scale(tensors);
                }
            }), (tensors, bound, check) -> {
                assertTrue(check.before().passed());
                for (iterations[0] = 0; iterations[0] <= wrong; iterations[0]++) {
                    assertEquals(iterations[0] != wrong, iteration(tensors, bound, check).passed());
                }
            });
        }
    }

    @Test
    void aFactorIsBoundedAndHasAReason() {
        Scaling.Work zeros = (tensors, call) -> tensors.output().fill((byte) 0);
        refused(SMALL, new Scaling(1e9, Optional.of("none"), zeros), "names its own tolerance");
        refused(SMALL, new Scaling(Double.NaN, Optional.of("none"), zeros), "names its own tolerance");
        refused(SMALL, new Scaling(0.5, Optional.of("none"), zeros), "names its own tolerance");
        refused(SMALL, new Scaling(2, Optional.empty(), (tensors, call) -> scale(tensors)), "without a reason");
        examine(SMALL, new Scaling(2, Optional.of("transforms"), (tensors, call) -> scale(tensors)),
                (tensors, bound, check) -> assertTrue(check.before().passed()));
        assertEquals(Optional.of("factor 2.00 on the tolerance: transforms"), Tolerance.note(new Scaling(2, Optional.of("transforms"), zeros)));
    }

    @Test
    void anInfinityOutsideOfTheSampleIsSeen() {
        refused(new Scale(1 << 25), new Scaling((tensors, call) -> {
            scale(tensors);
            tensors.output().setAtIndex(JAVA_FLOAT, 5_000_001, Float.POSITIVE_INFINITY);
        }), "an output of Infinity where none can be beyond 1.01");
    }

    @Test
    void aToleranceDoesNotGrowToTheSizeOfASignal() {
        Kernel<GroupNorm> kernel = new Kernel<>() {
            @Override
            public String id() {
                return "test/moments";
            }

            @Override
            public Class<GroupNorm> operator() {
                return GroupNorm.class;
            }

            @Override
            public BoundKernel bind(GroupNorm shape, Tensors tensors) {
                throw new UnsupportedOperationException();
            }
        };
        // the mean of so many uniform values is off by 1.4e-4
        assertTrue(Tolerance.of(kernel, new GroupNorm(1, 512, 1 << 20, 32, false)) < 2e-5);
        assertEquals((8 + 2 * Math.sqrt(320)) * 0x1p-24, Tolerance.of(kernel, new GroupNorm(1, 32, 320, 32, false)), 1e-12);
    }

    @Test
    void aProjectionSeesOneWrongElementOfMillions() {
        Linear shape = new Linear(2048, 1024, 96, true);
        Kernel<Linear> kernel = new genops.kernels.vector.Gemm();
        for (boolean spoil : new boolean[] {false, true}) {
            try (Tensors tensors = Tensors.random(shape, Precision.FP32, 3); BoundKernel bound = kernel.bind(shape, tensors)) {
                CheckedTensors checked = new CheckedTensors(tensors, 4);
                BoundKernel spoilt = () -> {
                    bound.run();
                    if (spoil) {
                        tensors.output().setAtIndex(JAVA_FLOAT, 1_234_567, 0.25f + tensors.output().getAtIndex(JAVA_FLOAT, 1_234_567));
                    }
                };
                Verification verification = KernelCheck.open(kernel, shape, checked, spoilt, 5).before();
                assertEquals(!spoil, verification.passed(), verification.describe());
                assertTrue(!spoil || verification.describe().contains("a random projection of output row 1205"), verification.describe());
            }
        }
    }

    @Test
    void afterARestartValuesDoNotDependOnWhatWasChangedBefore() {
        try (Tensors often = Tensors.random(SMALL, Precision.FP32, 3); Tensors never = Tensors.random(SMALL, Precision.FP32, 3)) {
            CheckedTensors changed = new CheckedTensors(often, 5);
            CheckedTensors fresh = new CheckedTensors(never, 6);
            changed.change();
            changed.change();
            changed.restart(9);
            fresh.restart(9);
            for (int i = 0; i < 3; i++) {
                assertEquals(-1, often.get("input").mismatch(never.get("input")));
                assertEquals(Optional.empty(), changed.damage());
                changed.change();
                fresh.change();
            }
        }
    }
}
