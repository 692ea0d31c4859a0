package genops.shapes.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttentionKindTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            attention,         b1_h1_q1_k2_d8,       decode-like
            attention,         b1_h1_q8_k9_d8,       decode-like
            attention,         b1_h1_q9_k10_d8,      prefill-like
            attention,         b1_h1_q8_k7_d8,       prefill-like
            # as many queries as keys are a sequence of its own, not a cache, down to the first step of a decode
            attention,         b1_h1_q1_k1_d8,       short-sequences
            attention,         b1_h1_q8_k8_d8,       short-sequences
            attention,         b9_h1_q128_k128_d8,   short-sequences
            attention,         b9_h1_q129_k129_d8,   prefill-like
            attention,         b1_h1_q64_k77_d8,     prefill-like
            temporalAttention, x4_t16_h1_d8,         short-sequences
            temporalAttention, x4_t129_h1_d8_causal, prefill-like
            """)
    void theKindFollowsFromTheShape(String operator, String shape, String kind) {
        assertEquals(Optional.of(AttentionKind.named(kind)), AttentionKind.of(OperatorType.of(operator).parse(shape)));
    }

    @Test
    void otherOperatorsHaveNone() {
        assertEquals(Optional.empty(), AttentionKind.of(new Linear(1, 2, 3, false)));
    }

    @Test
    void anUnknownWordIsOneLineThatNamesTheKinds() {
        assertEquals("unknown kind of attention 'long'; known: prefill-like, decode-like, short-sequences",
                assertThrows(IllegalArgumentException.class, () -> AttentionKind.named("long")).getMessage());
        assertEquals(AttentionKind.SHORT_SEQUENCES, AttentionKind.named("Short-Sequences"));
    }
}
