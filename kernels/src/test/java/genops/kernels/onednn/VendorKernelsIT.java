package genops.kernels.onednn;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Kernels;
import genops.kernels.Precision;
import genops.kernels.Tensors;
import genops.kernels.verify.Verification;
import genops.kernels.verify.Verifier;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorType;
import java.util.List;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kernel of a vendor's library against the reference, at small and at ragged shapes, twice on the same tensors. */
class VendorKernelsIT {

    @ParameterizedTest
    @CsvSource({
        "linear, m64_n96_k128",
        "linear, m5_n7_k9_bias",
        "linear, m77_n321_k130_bias",
        "linear, m1_n67_k131_bias",
        "linear, m1_n320_k64",
        "linear, m1_n1_k1",
        "convolution, n2_c32_h8_w8_o48_r3x3_s1_p1",
        "convolution, n1_c3_h9_w7_o5_r3x3_s1_p1",
        "convolution, n1_c4_h8_w8_o33_r3x3_s1_p1",
        "convolution, n1_c17_h9_w11_o19_r3x3_s2_p1",
        "convolution, n2_c33_h5_w6_o18_r1x1_s1_p0",
        "convolution, n1_c32_h8_w8_o4_r3x3_s1_p1",
        "convolution, n1_c3_h16_w16_o8_r7x7_s2_p3",
        "convolution, n1_c6_h8_w6_o5_r2x3_s1_p0",
        "temporalConvolution, n16_c32_t8_o32_r3_s1_p1",
        "temporalConvolution, n5_c7_t5_o9_r3_s2_p1",
        "attention, b2_h3_q33_k77_d40",
        "attention, b1_h2_q19_k19_d64_causal",
        "attention, b1_h4_q7_k20_d16_g2_causal",
        "attention, b2_h8_q1_k45_d80",
        "attention, b2_h8_q1_k45_d24_g2",
        "attention, b1_h1_q1_k1_d1",
        "temporalAttention, x13_t7_h3_d40",
        "temporalAttention, x5_t6_h2_d16_causal",
        "groupNorm, n2_c64_x81_g32",
        "groupNorm, n1_c30_x17_g3_silu",
        "layerNorm, m5_c33",
        "rmsNorm, m7_c129",
        "softmax, m3_c1001",
        "activation, e1003_relu",
        "activation, e1003_silu",
        "activation, e1003_gelu",
        "activation, e1003_gelutanh",
        "activation, e1003_quickgelu",
        "scale, e1003",
        "add, e1003",
        "broadcastAdd, n2_c33_x17",
        "concat, m19_c17+5",
        "upsample, n2_c17_h5_w3_f2",
        "upsample, n1_c16_h3_w4_f3",
        "rearrange, n2_a5_b7_c17",
    })
    void isWithinTolerance(String operator, String shape) {
        check(OperatorType.of(operator).parse(shape));
    }

    @SuppressWarnings("unchecked")
    private static <O extends Operator> void check(O shape) {
        List<Kernel<O>> kernels = Kernels.of((Class<O>) shape.getClass()).stream()
                .filter(k -> List.of("onednn", "openblas").contains(k.backend()) && k.unsupported(shape).isEmpty()).toList();
        assumeTrue(!kernels.isEmpty(), "no natives for this platform");
        assertAll(kernels.stream().map(kernel -> (Executable) () -> {
            try (Tensors tensors = Tensors.random(shape, Precision.FP32, 42); BoundKernel bound = kernel.bind(shape, tensors)) {
                Verifier verifier = new Verifier(Long.MAX_VALUE, 1);
                for (int run = 0; run < 2; run++) {
                    Verification verification = verifier.runAndCompare(kernel, shape, tensors, bound);
                    assertTrue(verification.passed(), kernel.id() + " " + shape.text() + ": " + verification.describe());
                }
            }
        }));
    }
}
