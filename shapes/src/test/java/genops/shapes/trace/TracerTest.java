package genops.shapes.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import genops.shapes.operator.ActivationFunction;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TracerTest {
    private final Tracer t = new Tracer();

    private List<String> recorded() {
        return t.trace().calls().stream().map(c -> c.operator().type() + " " + c.operator().text() + " " + c.kind()).toList();
    }

    @Test
    void shapesFollowFromTheLayers() {
        Tensor x = t.conv2d(Tensor.of(2, 8, 6, 3), 32, 3, 2, "down");
        assertEquals(Tensor.of(2, 4, 3, 32), x);
        x = t.upsample(t.groupNorm(x, 8, "residual"), 2, "up");
        assertEquals(Tensor.of(2, 8, 6, 32), x);
        Tensor sequence = t.linear(x.tokens(), 64, "query");
        assertEquals(Tensor.of(2, 48, 64), sequence);
        t.attention(sequence, Tensor.of(2, 5, 16), 8, Mask.FULL, "cross");
        assertEquals(Tensor.of(2, 48, 32), t.gated(sequence, ActivationFunction.GELU, "geglu"));
        assertEquals(List.of("convolution n2_c3_h8_w6_o32_r3x3_s2_p1 down", "groupNorm n2_c32_x12_g8 residual",
                "upsample n2_c32_h4_w3_f2 up", "linear m96_n64_k32 query", "attention b2_h8_q48_k5_d8_g2 cross",
                "gatedActivation m96_c32_gelu geglu"), recorded());
    }

    @Test
    void framesStayOutermostForConvolutionAndComeTogetherForAttention() {
        Tensor video = Tensor.of(6, 4, 4, 8);
        assertEquals(Tensor.of(3, 32, 16), t.temporalConv(video.view(3, 32, 8), 16, 3, "3x3"));
        assertEquals(Tensor.of(1, 32, 3, 8), t.rearrange(video.view(1, 3, 32, 8), "time-first"));
        assertEquals(List.of("temporalConvolution n32_c8_t3_o16_r3_s1_p1 3x3", "rearrange n1_a3_b32_c8 time-first"), recorded());
    }

    @Test
    void weightsAreCountedByRole() {
        Tensor x = t.addPositions(t.embedding(2, 5, 100, 8, "token"));
        x = t.linearBias(t.layerNorm(x, "mlp"), 16, "mlp");
        t.rmsNorm(x, "output");
        t.tiedLinear(x, 100, false, "vocabulary");
        assertEquals(Map.of(WeightRole.EMBEDDING, 100L * 8 + 5 * 8, WeightRole.NORM, 2L * 8 + 16, WeightRole.MATRIX, 8L * 16,
                WeightRole.BIAS, 16L), t.trace().weights());
        assertEquals(840 + 32 + 128 + 16, t.trace().parameters());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> t.add(Tensor.of(2, 3), Tensor.of(2, 4), "residual"));
        assertThrows(IllegalArgumentException.class, () -> t.concat(Tensor.of(2, 3), Tensor.of(3, 3), "skip"));
        assertThrows(IllegalArgumentException.class,
                () -> t.attention(Tensor.of(1, 4, 10), Tensor.of(1, 4, 10), 3, Mask.FULL, "self"));
        assertThrows(IllegalArgumentException.class, () -> Tensor.of(2, 3).view(5, 2));
        assertEquals(List.of(), recorded());
    }
}
