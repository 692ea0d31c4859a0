package genops.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Kernels;
import genops.kernels.Tensors;
import genops.kernels.verify.Verification;
import genops.kernels.verify.Verifier;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorType;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every GPU kernel end to end on the emulated driver, at small shapes of every kind, ragged ones included: whole output against the
 * double-precision reference, in orders of threads that must agree bit for bit, and no device memory left behind.
 */
@Tag("cuda-checked")
class EmulatedKernelIT {
    private static final String[][] SHAPES = {
        {"linear", "m1_n8_k8", "m1_n64_k264_bias", "m3_n40_k128", "m8_n24_k520_bias", "m64_n64_k64", "m77_n136_k72_bias", "m200_n264_k40", "m1400_n1280_k40_bias"},
        {"attention", "b1_h1_q64_k64_d40", "b1_h2_q100_k77_d64", "b2_h1_q130_k130_d80_causal", "b1_h2_q70_k96_d128_g1_causal",
            "b1_h1_q65_k33_d160", "b1_h1_q33_k70_d256", "b3_h2_q16_k16_d64", "b2_h2_q6_k6_d40_causal", "b2_h1_q24_k24_d128",
            "b1_h4_q1_k300_d128", "b2_h8_q1_k140_d64_g2", "b1_h2_q1_k1_d40", "b1_h2_q4_k150_d256_causal", "b1_h8_q1_k200_d128_g1",
            "b1_h1_q40_k40_d512"},
        {"temporalAttention", "x5_t16_h2_d64", "x3_t6_h1_d40_causal", "x2_t32_h1_d128", "x7_t11_h2_d128"},
        {"convolution", "n1_c8_h9_w7_o16_r3x3_s1_p1", "n2_c4_h8_w8_o24_r3x3_s2_p1", "n1_c40_h6_w10_o3_r3x3_s1_p1",
            "n1_c24_h5_w5_o72_r1x1_s1_p0", "n1_c3_h11_w11_o8_r5x5_s2_p2", "n1_c8_h38_w38_o1280_r1x1_s1_p0"},
        {"temporalConvolution", "n10_c16_t6_o24_r3_s1_p1", "n3_c5_t9_o8_r3_s2_p1"},
        {"activation", "e1000_relu", "e1001_silu", "e2100_gelu", "e777_gelutanh", "e2049_quickgelu"},
        {"gatedActivation", "m7_c40_gelu", "m3_c344_silu"},
        {"add", "e4099"},
        {"broadcastAdd", "n2_c40_x33"},
        {"scale", "e2055"},
        {"rotaryEmbedding", "m9_h3_d64", "m5_h2_d128"},
        {"concat", "m17_c40+24", "m9_c3+4"},
        {"embedding", "m19_v50_c72", "m5_v7_c3"},
        {"upsample", "n2_c24_h3_w5_f2", "n1_c3_h4_w4_f4"},
        {"rearrange", "n2_a5_b7_c16", "n1_a4_b6_c3"},
        {"layerNorm", "m5_c320", "m2_c4096", "m3_c8"},
        {"rmsNorm", "m5_c768", "m1_c4096"},
        {"softmax", "m3_c1000", "m1_c32000"},
        {"groupNorm", "n2_c320_x70_g32", "n1_c64_x9_g32_silu", "n1_c2560_x25_g32", "n2_c8_x3_g1"},
    };

    /** The page of GPU kernels states what was launched and assembled here. */
    @AfterAll
    static void pageOfKernels() throws IOException {
        Emulation.require();
        assertEquals(1, Emulation.ldmatrixConflicts(), "bank conflicts of ldmatrix");
        KernelTable.check(Emulation.launched());
    }

    @BeforeEach
    void emulation() {
        Emulation.require();
        Emulation.reset();
    }

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (String[] row : SHAPES) {
            OperatorType type = OperatorType.of(row[0]);
            for (int i = 1; i < row.length; i++) {
                Operator shape = type.parse(row[i]);
                for (Kernel<?> kernel : Kernels.of(shape.getClass())) {
                    if (kernel instanceof CudaKernel<?>) {
                        cases.add(Arguments.of(type.label(), kernel.id(), row[i]));
                    }
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithTheReferenceInEveryOrderOfThreads(String operator, String kernel, String shape) {
        run(OperatorType.of(operator).parse(shape), kernel);
    }

    @SuppressWarnings("unchecked")
    private static <O extends Operator> void run(O shape, String id) {
        Kernel<O> kernel = Kernels.find((Class<O>) shape.getClass(), id);
        if (kernel.unsupported(shape).isPresent()) {
            assertTrue(kernel.unsupported(shape).get().length() > 10, "a reason is a sentence");
            return;
        }
        long before = CudaDevice.get().memory()[0];
        float[] first = null;
        for (Emulation.Schedule schedule : Emulation.Schedule.values()) {
            Emulation.schedule(schedule, 42);
            try (Tensors tensors = Tensors.random(shape, kernel.precision(), 7); BoundKernel bound = kernel.bind(shape, tensors)) {
                Verification result = new Verifier(Long.MAX_VALUE, 1).runAndCompare(kernel, shape, tensors, bound);
                assertTrue(result.passed(), result.describe());
                float[] output = tensors.output().toArray(ValueLayout.JAVA_FLOAT);
                if (first == null) {
                    first = output;
                }
                assertArrayEquals(first, output, 0, "order of threads " + schedule);
            } catch (CudaException e) {
                throw new AssertionError(schedule + ": " + e.getMessage() + ": " + Emulation.failure(), e);
            }
        }
        assertEquals(before, CudaDevice.get().memory()[0], "device memory left behind");
    }
}
