package genops.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Precision;
import genops.kernels.Tensors;
import genops.kernels.verify.Verification;
import genops.kernels.verify.Verifier;
import genops.shapes.operator.Linear;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinearIT {
    private static final Verifier ALL = new Verifier(Long.MAX_VALUE, 1);

    static List<Kernel<Linear>> kernels() {
        return List.of(new Gemm(), new Gemv(), new GemvBf16());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void anyShapeIsComputedRight(Kernel<Linear> kernel) {
        int[] rows = {1, 2, 3, 4, 5, 7, 8, 9, 64, 77};
        int[] features = {1, 2, 3, 15, 16, 17, 31, 33, 64, 100};
        int[] depths = {1, 2, 7, 16, 31, 33, 129, 300};
        for (int i = 0; i < 200; i++) {
            Linear shape = new Linear(rows[i % rows.length], features[i / 2 % features.length], depths[i / 3 % depths.length], i % 3 == 0);
            if (kernel.unsupported(shape).isEmpty()) {
                verify(kernel, shape, ALL);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void severalBlocksAndTasksFitTogether(Kernel<Linear> kernel) {
        Verifier sampled = new Verifier(3000, 5);
        for (Linear shape : List.of(new Linear(1100, 520, 700, true), new Linear(8, 2050, 1500, true), new Linear(1, 5000, 77, false),
                new Linear(3, 1001, 4096, false), new Linear(1, 1003, 4096, true), new Linear(2, 1003, 4096, true),
                new Linear(2, 515, 4112, false), new Linear(2, 3, 2048, true))) {
            if (kernel.unsupported(shape).isEmpty()) {
                verify(kernel, shape, sampled);
            }
        }
    }

    @Test
    void rowsReadWhereTheyLieGiveTheSame() {
        Gemm kernel = new Gemm();
        Verifier sampled = new Verifier(3000, 5);
        int columns = UnpackedTile.COLUMNS;
        for (Linear shape : List.of(new Linear(UnpackedTile.ROWS, columns, MicroKernel.MAX_DEPTH + 1, true), new Linear(77, 3 * columns, 700, false),
                new Linear(401, 2 * columns, 1280, true), new Linear(302, 9 * columns, 2500, true), new Linear(53, 2 * columns, 5120, false))) {
            assertEquals(Simd.REGISTERS >= 32, UnpackedGemm.serves(new GemmSize(shape.rows(), shape.inFeatures(), shape.outFeatures())));
            verify(kernel, shape, sampled);
        }
        assertFalse(UnpackedGemm.serves(new GemmSize(32, 2048, columns)), "a ninth of the tiles would be empty");
        assertFalse(UnpackedGemm.serves(new GemmSize(64, 2048, columns + 1)), "a panel would not be full");
        assertFalse(UnpackedGemm.serves(new GemmSize(64, MicroKernel.MAX_DEPTH, columns)), "the sums are short");
    }

    private static void verify(Kernel<Linear> kernel, Linear shape, Verifier verifier) {
        try (Tensors tensors = Tensors.random(shape, kernel.precision(), 11); BoundKernel bound = kernel.bind(shape, tensors)) {
            Verification first = verifier.runAndCompare(kernel, shape, tensors, bound);
            assertTrue(first.passed(), () -> kernel.id() + " " + shape.text() + ": " + first.describe());
            // not bit for bit the same: the order in which the lanes of a sum are added is not that of the compiled code before it is compiled
            Verification again = verifier.runAndCompare(kernel, shape, tensors, bound);
            assertTrue(again.passed(), () -> kernel.id() + " " + shape.text() + ", second call: " + again.describe());
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    @Tag("allocation")
    void aCallAllocatesNothing(Kernel<Linear> kernel) throws IOException, InterruptedException {
        for (Linear shape : List.of(new Linear(8, 256, 512, true), new Linear(1, 66, 11008, false), new Linear(3, 66, 4097, true),
                new Linear(48, 128, 2048, true))) {
            if (kernel.unsupported(shape).isPresent()) {
                continue;
            }
            AllocationProbe.assertAllocatesNothingAlone(kernel.id() + " at " + shape.text(), "linear", shape.text(), kernel.id());
        }
    }

    @Test
    void manyRowsAreNotForTheMatrixVectorKernels() {
        Linear shape = new Linear(9, 16, 16, false);
        for (Kernel<Linear> kernel : List.of(new Gemv(), new GemvBf16())) {
            String reason = kernel.unsupported(shape).orElseThrow();
            try (Tensors tensors = Tensors.random(shape, Precision.FP32, 1)) {
                var thrown = assertThrows(UnsupportedOperationException.class, () -> kernel.bind(shape, tensors));
                assertEquals(reason, thrown.getMessage());
            }
        }
        assertTrue(new Gemm().unsupported(shape).isEmpty());
    }

    @Test
    void bytesOfBf16CountTwoForAWeightAndFourForAllElse() {
        assertEquals(4 * 2 * 30 + 2 * 20 * 30 + 4 * 20 + 4 * 2 * 20, new GemvBf16().bytes(new Linear(2, 20, 30, true)));
    }

    @Test
    void bf16RoundsToNearestEven() {
        assertEquals(0x3F80, Bf16Columns.round(1f));
        assertEquals(0x3F80, Bf16Columns.round(1f + 0x1p-8f), "a tie goes to the even number");
        assertEquals(0x3F82, Bf16Columns.round(1f + 3 * 0x1p-8f), "a tie goes to the even number");
        assertEquals(0x3F81, Bf16Columns.round(1f + 0x1p-8f + 0x1p-20f));
        assertEquals(0xFFFFBF80, Bf16Columns.round(-1f) | 0xFFFF0000);
    }
}
