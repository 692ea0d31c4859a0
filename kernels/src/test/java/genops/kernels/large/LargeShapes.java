package genops.kernels.large;

import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorType;
import java.util.List;

/**
 * Small shapes, of every operator, of which a tensor has more elements than an {@code int} counts, or whose attention scores are more than
 * that. They need 9 to 26 GB.
 */
final class LargeShapes {
    private static final List<String> TEXTS = List.of(
            // the keys, in a decode-like call; the scores, of few elements else; the queries
            "attention b64_h8_q1_k32800_d128",
            "attention b1_h1_q46400_k46400_d8",
            "attention b1_h8_q2098000_k1_d128",
            // the scores of all positions, since tensors of that size would take 34 GB
            "temporalAttention x2098_t1024_h1_d8",
            "temporalAttention x1_t46400_h1_d8",
            // the input, the output
            "convolution n2_c64_h4101_w4101_o4_r3x3_s1_p1",
            "convolution n2_c4_h4101_w4101_o64_r3x3_s1_p1",
            "convolution n2_c64_h4101_w4101_o1_r1x1_s1_p0",
            "temporalConvolution n524300_c64_t64_o4_r3_s1_p1",
            "temporalConvolution n8388700_c4_t64_o4_r3_s1_p1",
            // the weights, the input, the output
            "linear m1_n12347_k174000",
            "linear m12347_n1_k174000",
            "linear m46400_n46400_k1",
            "groupNorm n2_c32_x33555000_g32",
            "layerNorm m524300_c4096",
            "rmsNorm m524300_c4096",
            "activation e2147500000_silu",
            "gatedActivation m262200_c4096_silu",
            "softmax m524300_c4096",
            "add e2147500000",
            "broadcastAdd n2_c64_x16778000",
            "scale e2147500000",
            "rotaryEmbedding m2098000_h8_d128",
            "concat m524300_c2000+2096",
            "embedding m1000_v524300_c4096",
            "upsample n1_c64_h2900_w2900_f2",
            "rearrange n2_a1024_b1025_c1024");

    private LargeShapes() {}

    static List<Operator> all() {
        return TEXTS.stream().map(text -> text.split(" ")).map(words -> OperatorType.of(words[0]).parse(words[1])).toList();
    }
}
