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
import genops.shapes.operator.Convolution;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorType;
import genops.shapes.operator.TemporalConvolution;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The convolutions against the double-precision reference: small shapes in full, shapes of the models by samples. */
class ConvolutionKernelsIT {
    private static final int SAMPLE = 300;

    private final DirectConvolution direct = new DirectConvolution();
    private final WinogradConvolution winograd = new WinogradConvolution();
    private final DirectTemporalConvolution temporal = new DirectTemporalConvolution();

    @ParameterizedTest
    @ValueSource(strings = {
        // ragged sizes and channels, every padding
        "n1_c1_h1_w1_o1_r1x1_s1_p0", "n1_c1_h1_w1_o5_r3x3_s1_p1", "n2_c5_h9_w7_o19_r3x3_s1_p0", "n1_c40_h11_w5_o67_r3x3_s1_p2",
        "n3_c33_h7_w6_o130_r3x3_s1_p1", "n1_c65_h5_w13_o48_r1x1_s1_p0", "n2_c7_h6_w6_o8_r5x5_s1_p2", "n1_c3_h17_w15_o40_r7x7_s1_p3",
        "n1_c36_h8_w9_o33_r1x3_s1_p1", "n1_c4_h9_w8_o20_r3x1_s1_p2",
        // stride 2
        "n2_c48_h9_w10_o31_r3x3_s2_p1", "n1_c3_h16_w16_o32_r3x3_s2_p1", "n1_c64_h7_w7_o64_r1x1_s2_p2", "n1_c35_h12_w9_o17_r5x5_s2_p0",
        "n1_c6_h13_w13_o64_r7x7_s2_p3",
        // at most four output channels, with and without whole vectors of input channels
        "n1_c32_h7_w9_o3_r3x3_s1_p1", "n2_c64_h5_w5_o4_r1x1_s1_p0", "n1_c48_h6_w6_o1_r3x3_s2_p1", "n1_c30_h6_w5_o3_r3x3_s1_p1",
        // sums longer than one chunk, more pixels than one block
        "n1_c700_h4_w5_o37_r3x3_s1_p1", "n1_c33_h21_w20_o130_r1x1_s1_p0"})
    void directMatchesTheReference(String text) {
        verify(direct, (Convolution) OperatorType.CONVOLUTION.parse(text), Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "n1_c17_h4_w4_o1_r3x3_s1_p1", "n1_c17_h4_w4_o1_r3x3_s1_p0", "n2_c21_h9_w7_o19_r3x3_s1_p0", "n1_c40_h11_w5_o67_r3x3_s1_p1",
        "n3_c33_h7_w6_o130_r3x3_s1_p1", "n2_c64_h8_w8_o64_r3x3_s1_p1", "n1_c19_h10_w13_o20_r3x3_s1_p1", "n1_c32_h12_w12_o3_r3x3_s1_p1",
        "n1_c700_h5_w4_o35_r3x3_s1_p1", "n1_c16_h40_w37_o17_r3x3_s1_p1", "n1_c1024_h4_w8_o16_r3x3_s1_p1",
        // whole panels: inputs are multiplied where they lie, ragged numbers of tiles, one and several tasks and blocks
        "n1_c20_h25_w20_o128_r3x3_s1_p1", "n3_c23_h40_w45_o64_r3x3_s1_p1", "n1_c700_h9_w12_o192_r3x3_s1_p1", "n1_c400_h67_w56_o64_r3x3_s1_p1",
        "n7_c19_h4_w4_o64_r3x3_s1_p1"})
    void winogradMatchesTheReference(String text) {
        verify(winograd, (Convolution) OperatorType.CONVOLUTION.parse(text), Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "n1_c1_t1_o1_r1_s1_p0", "n5_c7_t4_o19_r3_s1_p1", "n30_c40_t5_o67_r3_s1_p0", "n9_c33_t7_o34_r3_s2_p1", "n4_c330_t6_o16_r5_s1_p2",
        "n41_c16_t16_o48_r3_s1_p1", "n700_c3_t5_o3_r3_s1_p1", "n1031_c4_t4_o4_r5_s2_p2", "n333_c2_t9_o2_r3_s1_p0", "n9_c3_t2_o3_r3_s1_p1",
        "n900_c1_t3_o1_r3_s1_p1", "n9000_c3_t3_o3_r3_s1_p1"})
    void temporalMatchesTheReference(String text) {
        verify(temporal, (TemporalConvolution) OperatorType.TEMPORAL_CONVOLUTION.parse(text), Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n2_c320_h64_w64_o320_r3x3_s1_p1", "n2_c640_h16_w16_o640_r3x3_s1_p1", "n2_c640_h8_w8_o320_r3x3_s1_p1"})
    void winogradMatchesSamplesOfModelShapes(String text) {
        verify(winograd, (Convolution) OperatorType.CONVOLUTION.parse(text), SAMPLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n2_c320_h64_w64_o320_r3x3_s2_p1", "n2_c4_h64_w64_o320_r3x3_s1_p1", "n2_c320_h64_w64_o4_r3x3_s1_p1",
        "n2_c960_h32_w32_o640_r1x1_s1_p0", "n2_c640_h8_w8_o640_r3x3_s1_p1"})
    void directMatchesSamplesOfModelShapes(String text) {
        verify(direct, (Convolution) OperatorType.CONVOLUTION.parse(text), SAMPLE);
    }

    @Test
    void winogradMultipliesWhereInputsLieWithFullPanelsAndEnoughTiles() {
        boolean enough = Simd.REGISTERS >= 32;
        assertEquals(enough, WinogradUnpackedProduct.serves(new Convolution(1, 4, 8, 8, UnpackedTile.COLUMNS, 3, 3, 1, 1), UnpackedTile.ROWS));
        assertFalse(WinogradUnpackedProduct.serves(new Convolution(1, 4, 8, 8, UnpackedTile.COLUMNS, 3, 3, 1, 1), UnpackedTile.ROWS - 1));
        assertFalse(WinogradUnpackedProduct.serves(new Convolution(1, 4, 8, 8, 3, 3, 3, 1, 1), UnpackedTile.ROWS));
    }

    @Test
    void winogradRefusesWhatItCannotDo() {
        Convolution strided = (Convolution) OperatorType.CONVOLUTION.parse("n1_c4_h8_w8_o4_r3x3_s2_p1");
        assertTrue(winograd.unsupported(strided).isPresent());
        try (Tensors tensors = Tensors.random(strided, Precision.FP32, 1)) {
            assertThrows(UnsupportedOperationException.class, () -> winograd.bind(strided, tensors));
        }
        assertTrue(winograd.unsupported(new Convolution(1, 4, 8, 8, 4, 5, 5, 1, 1)).isPresent());
        assertFalse(winograd.unsupported(new Convolution(1, 16, 8, 8, 4, 3, 3, 1, 0)).isPresent());
        assertTrue(winograd.unsupported(new Convolution(1, 15, 8, 8, 4, 3, 3, 1, 1)).isPresent());
        assertTrue(winograd.unsupported(new Convolution(1, 16, 8, 8, 4, 3, 3, 1, 2)).isPresent());
        assertTrue(winograd.unsupported(new Convolution(1, 16, 3, 8, 4, 3, 3, 1, 1)).isPresent());
        assertTrue(winograd.unsupported(new Convolution(1, 16, 8, 3, 4, 3, 3, 1, 1)).isPresent());
        assertFalse(winograd.unsupported(new Convolution(1, 16, 4, 4, 4, 3, 3, 1, 1)).isPresent());
    }

    /** The error of Winograd is beside that of direct summation what its documentation says. */
    @Test
    void winogradLosesLessThanAFactorOfThreeOfTheAccuracyOfDirectSummation() {
        Convolution shape = new Convolution(1, 64, 24, 24, 32, 3, 3, 1, 1);
        double byWinograd = verify(winograd, shape, Long.MAX_VALUE).error();
        double byDirect = verify(direct, shape, Long.MAX_VALUE).error();
        assertTrue(byWinograd < 3 * byDirect, byWinograd + " against " + byDirect);
    }

    @Test
    @Tag("allocation")
    void runsAllocateNothing() throws IOException, InterruptedException {
        assertAllocatesNothing(direct, "convolution", new Convolution(1, 32, 16, 16, 70, 3, 3, 1, 1));
        assertAllocatesNothing(direct, "convolution", new Convolution(1, 64, 16, 16, 70, 3, 3, 1, 1));
        assertAllocatesNothing(direct, "convolution", new Convolution(1, 32, 16, 16, 3, 3, 3, 1, 1));
        assertAllocatesNothing(direct, "convolution", new Convolution(1, 3, 16, 16, 32, 3, 3, 2, 1));
        assertAllocatesNothing(winograd, "convolution", new Convolution(1, 33, 16, 16, 70, 3, 3, 1, 1));
        assertAllocatesNothing(winograd, "convolution", new Convolution(1, 33, 16, 16, 128, 3, 3, 1, 1));
        assertAllocatesNothing(temporal, "temporalConvolution", new TemporalConvolution(64, 32, 8, 48, 3, 1, 1));
        assertAllocatesNothing(temporal, "temporalConvolution", new TemporalConvolution(640, 3, 8, 3, 3, 1, 1));
    }

    private static <O extends Operator> void assertAllocatesNothing(Kernel<O> kernel, String operator, O shape)
            throws IOException, InterruptedException {
        try (Tensors tensors = Tensors.random(shape, Precision.FP32, 1); BoundKernel bound = kernel.bind(shape, tensors)) {
            AllocationProbe.assertAllocatesNothing(kernel.id() + " at " + shape.text(), bound, operator, shape.text(), kernel.id());
        }
    }

    private static <O extends Operator> Verification verify(Kernel<O> kernel, O shape, long sample) {
        try (Tensors tensors = Tensors.random(shape, kernel.precision(), 42); BoundKernel bound = kernel.bind(shape, tensors)) {
            Verification result = new Verifier(sample, 1).runAndCompare(kernel, shape, tensors, bound);
            assertTrue(result.passed(), shape.text() + ": " + result.describe());
            return result;
        }
    }
}
