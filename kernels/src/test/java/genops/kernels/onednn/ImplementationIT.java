package genops.kernels.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import genops.kernels.Kernels;
import genops.kernels.Precision;
import genops.kernels.Tensors;
import genops.shapes.operator.Convolution;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** oneDNN falls back to scalar reference code where it is called in a way that its kernels do not cover: it would be no neighbour. */
class ImplementationIT {

    @ParameterizedTest
    @CsvSource({
        "linear, m64_n320_k320_bias",
        "linear, m1_n320_k320",
        "convolution, n2_c64_h16_w16_o64_r3x3_s1_p1",
        "convolution, n1_c4_h16_w16_o64_r3x3_s1_p1",
        "convolution, n1_c64_h16_w16_o64_r3x3_s2_p1",
        "convolution, n1_c64_h16_w16_o128_r1x1_s1_p0",
        "temporalConvolution, n64_c64_t8_o64_r3_s1_p1",
        "attention, b1_h2_q32_k77_d40",
        "attention, b1_h8_q32_k32_d64_g2_causal",
        "attention, b1_h8_q1_k64_d64_g2",
        "temporalAttention, x64_t8_h2_d40",
        "groupNorm, n2_c64_x256_g32",
        "groupNorm, n2_c64_x256_g32_silu",
        "layerNorm, m16_c320",
        "rmsNorm, m16_c320",
        "softmax, m4_c1000",
        "activation, e1000_silu",
        "activation, e1000_gelu",
        "activation, e1000_gelutanh",
        "activation, e1000_quickgelu",
        "activation, e1000_relu",
        "scale, e1000",
        "add, e1000",
        "broadcastAdd, n2_c64_x256",
        "concat, m64_c64+32",
        "upsample, n1_c64_h8_w8_f2",
        "rearrange, n1_a8_b64_c64",
    })
    void noPrimitiveIsReferenceCode(String operator, String shape) {
        assumeTrue(OneDnn.unavailable().isEmpty() && System.getProperty("os.arch").equals("amd64"));
        check(OperatorType.of(operator).parse(shape));
    }

    @Test
    void eachChoiceIsAnotherImplementation() {
        assumeTrue(OneDnn.unavailable().isEmpty() && System.getProperty("os.arch").equals("amd64"));
        Convolution shape = new Convolution(1, 4, 8, 8, 32, 3, 3, 1, 1);
        List<String> chosen = new ArrayList<>();
        try (Tensors tensors = Tensors.random(shape, Precision.FP32, 1)) {
            for (int choice = 0; choice < 3; choice++) {
                try (Primitives primitives = new DirectConvolution().build(shape, tensors, choice)) {
                    chosen.addAll(primitives.implementations());
                }
            }
        }
        assertEquals(3, Set.copyOf(chosen).size(), () -> "distinct: " + chosen);
    }

    @SuppressWarnings("unchecked")
    private static <O extends Operator> void check(O shape) {
        OneDnnKernel<O> kernel = Kernels.of((Class<O>) shape.getClass()).stream()
                .filter(k -> k instanceof OneDnnKernel).map(k -> (OneDnnKernel<O>) k).findFirst().orElseThrow();
        try (Tensors tensors = Tensors.random(shape, Precision.FP32, 1); Primitives primitives = kernel.primitives(shape, tensors)) {
            for (String implementation : primitives.implementations()) {
                assertFalse(implementation.startsWith("ref"), shape.text() + ": " + implementation);
            }
        }
    }
}
