package genops.shapes.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.shapes.catalog.Catalog;
import genops.shapes.model.Models;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorTest {

    /** FLOPs and fp32 bytes of every operator, computed by hand at sizes that tell every extent from every other. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            # 4·2·3·7·(5·11); Q and O 2·5·3·7, K and V 2·11·3·7
            attention,           b2_h3_q5_k11_d7,                9240, 5376
            # per head 3 queries see 5, 6, 7 of 7 keys: 18 scores; 4·1·4·2·18; 8·(4·3 + 2·7)·2 halved heads
            attention,           b1_h4_q3_k7_d2_g2_causal,        576,  416
            # 5 sequences of 3 frames: 4·5·2·7·9; 4 tensors of 5·3·2·7
            temporalAttention,   x5_t3_h2_d7,                    2520, 3360
            temporalAttention,   x5_t3_h2_d7_causal,             1680, 3360
            # out 3×4 from 5×7 by stride 2, taps (2+3+2)·(2+3+3+2): 2·2·4·3·70; 2·5·7·3 + 4·27 + 4 + 2·3·4·4
            convolution,         n2_c3_h5_w7_o4_r3x3_s2_p1,      3360, 1672
            # one tap of nine: 2·2·4·3; 2·3 + 4·3 + 4 + 2·4
            convolution,         n2_c3_h1_w1_o4_r3x3_s1_p1,        48,  120
            # taps (2+3+3+3+2): 2·6·4·3·13; 6·5·3 + 4·9 + 4 + 6·5·4
            temporalConvolution, n6_c3_t5_o4_r3_s1_p1,           1872, 1000
            linear,              m2_n3_k5,                         60,  124
            linear,              m2_n3_k5_bias,                    60,  136
            groupNorm,           n2_c6_x5_g3,                     480,  528
            groupNorm,           n2_c6_x5_g3_silu,                780,  528
            layerNorm,           m3_c5,                           120,  160
            rmsNorm,             m3_c5,                            60,  140
            softmax,             m3_c5,                            75,  120
            activation,          e10_silu,                         50,   80
            activation,          e10_relu,                         10,   80
            gatedActivation,     m3_c5_gelu,                      135,  180
            add,                 e10,                              10,  120
            broadcastAdd,        n2_c3_x5,                         30,  264
            scale,               e10,                              10,   80
            # 2·3·2·4 elements and 3·4/2 cosines and sines each
            rotaryEmbedding,     m3_h2_d4,                         72,  240
            concat,              m3_c2+5,                           0,  168
            embedding,           m3_v100_c5,                        0,  132
            upsample,            n2_c3_h5_w7_f2,                    0, 4200
            rearrange,           n2_a3_b5_c7,                       0, 1680
            """)
    void flopsAndBytes(String operator, String text, long flops, long bytes) {
        Operator shape = OperatorType.of(operator).parse(text);
        assertEquals(flops, shape.flops(), "flops");
        assertEquals(bytes, shape.bytes(4), "bytes");
    }

    @Test
    void halfPrecisionMovesHalfOfTheBytes() {
        for (Operator shape : Catalog.standard().shapes()) {
            long indices = shape instanceof Embedding e ? 4L * e.rows() : 0;
            assertEquals(shape.bytes(4) - indices, 2 * (shape.bytes(2) - indices), shape::text);
        }
    }

    @Test
    void everyCatalogTextReadsBackToTheSameShape() {
        Catalog catalog = Catalog.of(Stream.concat(
                Models.all().stream().map(m -> m.build(Map.of("batch", "3"))), Models.all().stream().map(m -> m.build())).toList());
        for (Operator shape : catalog.shapes()) {
            Operator read = shape.type().parse(shape.text());
            assertEquals(shape, read);
            assertEquals(shape.text(), read.text());
        }
        Map<OperatorType, Long> distinctTexts = catalog.shapes().stream()
                .collect(Collectors.groupingBy(Operator::type, Collectors.mapping(Operator::text,
                        Collectors.collectingAndThen(Collectors.toSet(), s -> (long) s.size()))));
        assertEquals(catalog.shapes().size(), distinctTexts.values().stream().mapToLong(Long::longValue).sum());
    }

    @Test
    void optionalPartsReadBack() {
        List<Operator> shapes = List.of(
                new Attention(1, 64, 3, 9, 128, 8, true), new Attention(1, 64, 3, 9, 128, 8, false),
                new Attention(1, 64, 3, 9, 128, 64, true), new TemporalAttention(5, 6, 2, 8, true),
                new GroupNorm(1, 64, 9, 32, true), new Linear(1, 2, 3, true), new Scale(3_000_000_000L));
        for (Operator shape : shapes) {
            assertEquals(shape, shape.type().parse(shape.text()));
        }
    }

    @Test
    void aCausalMaskLeavesWhatTheFormulaSays() {
        assertEquals(4 + 5 + 6, new Attention(1, 1, 3, 6, 8, 1, true).scoresPerHead());
        assertEquals(18, new Attention(1, 1, 3, 6, 8).scoresPerHead());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "attention b2_h8_q4096_k4096", "attention ", "attention b2_h8_q0_k4_d8", "attention b1_h8_q4_k4_d8_g3",
        "attention b1_h8_q5_k4_d8_causal", "attention b1_h8_q99999999999_k4_d8", "attention b1_h8_q4_k4_d8_causal_g2",
        "attention b1_h8_q4_k4_d8 ", "attention b-1_h8_q4_k4_d8", "linear m1_n99999999999999999999_k3", "linear m1_n2_k3_Bias",
        "convolution n1_c3_h2_w2_o4_r5x5_s1_p1", "groupNorm n1_c10_x4_g3", "activation e10_tanh", "rotaryEmbedding m1_h2_d3",
        "temporalConvolution n1_c3_t1_o4_r3_s1_p0", "scale e0",
        "convolution n1_c3_h2_w2_o4_r3x3_s1_p2000000000", "temporalConvolution n1_c3_t2147483647_o4_r3_s1_p1",
        "convolution n2000000000_c2000000000_h2000000000_w2_o4_r3x3_s1_p1", "convolution n70000_c1_h70000_w1_o1_r1x1_s1_p0",
        "convolution n1_c70000_h1_w70000_o1_r1x1_s1_p0", "convolution n1_c70000_h200_w200_o1_r200x200_s1_p0",
        "convolution n1_c100000_h100_w100_o2000000000_r100x100_s1_p0", "temporalConvolution n70000_c1_t70000_o1_r1_s1_p0",
        "concat m1_c1500000000+1500000000", "concat m2000000000_c1000000000+1000000000", "gatedActivation m1_c1500000000_silu",
        "attention b70000_h70000_q1_k1_d1", "attention b1_h70000_q1_k1_d70000", "attention b1_h1_q2000000000_k2000000000_d1",
        "temporalAttention x70000_t1_h70000_d1", "rotaryEmbedding m1_h70000_d70000", "upsample n1_c1_h70000_w1_f70000",
        "upsample n1_c1_h1_w70000_f70000", "upsample n60000_c60000_h60000_w60000_f30000", "linear m2147483647_n1_k1",
        "linear m2000000000_n2000000000_k2000000000", "groupNorm n2000000000_c2000000000_x2000000000_g1", "softmax m2000000000_c2000000000",
        "layerNorm m2000000000_c2000000000", "rmsNorm m2000000000_c2000000000", "broadcastAdd n2000000000_c2000000000_x2000000000",
        "rearrange n2000000_a2000000_b2000000_c2000000", "embedding m1_v2000000000_c2000000000", "scale e4000000000000000000",
        "add e4000000000000000000", "activation e4000000000000000000_relu"})
    void malformedTextIsOneClearLine(String operatorAndText) {
        int space = operatorAndText.indexOf(' ');
        OperatorType type = OperatorType.of(operatorAndText.substring(0, space));
        String text = operatorAndText.substring(space + 1);
        String message = assertThrows(IllegalArgumentException.class, () -> type.parse(text)).getMessage();
        assertTrue(message.startsWith("malformed " + type.label() + " shape '" + text + "'"), message);
        assertFalse(message.contains("\n"), message);
        assertTrue(message.length() > ("malformed " + type.label() + " shape '" + text + "'").length() + 5, message);
    }

    /** The shapes that overflowed an int, and larger ones that do not. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            concat,   m1_c1500000000+1500000000, the channels of the output of 3000000000 is too large; at most 2147418112
            scale,    e4000000000000000000,      its FLOPs or bytes are too many to count
            linear,   m1_n12347_k174000,         ''
            rearrange, n1_a100000_b100000_c8,    ''
            """)
    void sizesBeyondAnIntAreExactOrRefused(String operator, String text, String reason) {
        OperatorType type = OperatorType.of(operator);
        if (reason.isEmpty()) {
            assertTrue(type.parse(text).bytes(4) > 4L * Integer.MAX_VALUE, text);
        } else {
            assertEquals("malformed " + operator + " shape '" + text + "': " + reason,
                    assertThrows(IllegalArgumentException.class, () -> type.parse(text)).getMessage());
        }
    }

    @Test
    void unknownOperatorNamesTheKnownOnes() {
        String message = assertThrows(IllegalArgumentException.class, () -> OperatorType.of("atention")).getMessage();
        assertTrue(message.startsWith("unknown operator 'atention'; known: attention, temporalAttention, "), message);
    }
}
