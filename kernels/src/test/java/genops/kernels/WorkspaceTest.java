package genops.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorType;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every kernel says that it needs beside the tensors is what it takes when it is bound. */
class WorkspaceTest {
    /** Of these oneDNN chooses the layouts, and what is said is the most that they can take. */
    private static final Set<OperatorType> CHOSEN_BY_A_LIBRARY = Set.of(OperatorType.LINEAR, OperatorType.CONVOLUTION,
            OperatorType.TEMPORAL_CONVOLUTION);

    @ParameterizedTest
    @CsvSource(delimiterString = " ", textBlock = """
            attention b2_h4_q1_k300_d40
            attention b1_h8_q1_k1000_d128_g2
            attention b2_h3_q77_k50_d40
            attention b1_h4_q130_k130_d64_causal
            attention b1_h4_q130_k3000_d64_g2
            attention b1_h1_q70_k20000_d160
            temporalAttention x70_t16_h2_d40
            temporalAttention x9_t130_h2_d64_causal
            convolution n1_c64_h16_w16_o64_r3x3_s1_p1
            convolution n1_c40_h9_w7_o36_r3x3_s1_p1
            convolution n2_c320_h8_w8_o64_r3x3_s1_p1
            convolution n1_c64_h16_w16_o4_r3x3_s1_p1
            convolution n1_c1000_h8_w8_o64_r1x1_s1_p0
            convolution n1_c3_h17_w17_o20_r7x7_s2_p3
            temporalConvolution n50_c3_t9_o3_r3_s1_p1
            temporalConvolution n50_c33_t9_o40_r3_s1_p1
            linear m1_n100_k33_bias
            linear m7_n64_k1000
            linear m100_n40_k70
            linear m96_n64_k1500
            linear m96_n128_k5000_bias
            groupNorm n3_c40_x70_g8
            groupNorm n1_c320_x5000_g32_silu
            layerNorm m30_c40
            rmsNorm m30_c40
            softmax m30_c77
            activation e1000_silu
            gatedActivation m30_c40_gelu
            add e1000
            broadcastAdd n2_c40_x9
            scale e1000
            rotaryEmbedding m9_h2_d40
            concat m9_c16+24
            embedding m9_v100_c40
            upsample n1_c40_h5_w5_f2
            rearrange n2_a3_b5_c7
            """)
    void saysWhatItTakes(String operator, String text) {
        Operator shape = OperatorType.of(operator).parse(text);
        Set<String> here = Kernels.backends().stream().filter(b -> !b.onDevice() && b.unavailable().isEmpty()).map(Backend::name)
                .collect(Collectors.toSet());
        for (Kernel<?> kernel : Kernels.all()) {
            if (kernel.operator() == shape.getClass() && here.contains(kernel.backend())) {
                assertTaken(kernel, shape);
            }
        }
    }

    private static <O extends Operator> void assertTaken(Kernel<O> kernel, Operator any) {
        O shape = kernel.operator().cast(any);
        if (kernel.unsupported(shape).isPresent()) {
            return;
        }
        long said = kernel.workspaceBytes(shape);
        try (Tensors tensors = Tensors.random(shape, kernel.precision(), 1); BoundKernel bound = kernel.bind(shape, tensors)) {
            if (kernel.backend().equals("onednn") && CHOSEN_BY_A_LIBRARY.contains(shape.type())) {
                assertTrue(bound.workspaceBytes() <= said, () -> kernel.id() + " " + shape.text() + " says at most " + said
                        + " bytes, takes " + bound.workspaceBytes());
            } else {
                assertEquals(bound.workspaceBytes(), said, () -> kernel.id() + " " + shape.text());
            }
        }
    }

    @Test
    void theScoresAreWhatUnfusedAttentionNeedsMore() {
        Operator shape = OperatorType.ATTENTION.parse("b1_h4_q512_k512_d64");
        long[] needs = Arrays.stream(new String[] {"vector/unfused", "vector/flash"})
                .mapToLong(id -> needs(Kernels.find(genops.shapes.operator.Attention.class, id), shape)).toArray();
        long scores = 4L * 4 * 512 * 512;
        assertTrue(needs[0] >= scores && needs[1] < scores, () -> needs[0] + " and " + needs[1] + " beside scores of " + scores);
    }

    private static <O extends Operator> long needs(Kernel<O> kernel, Operator shape) {
        return kernel.workspaceBytes(kernel.operator().cast(shape));
    }
}
