package genops.shapes.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.shapes.model.Models;
import genops.shapes.model.Phase;
import genops.shapes.operator.Attention;
import genops.shapes.operator.AttentionKind;
import genops.shapes.operator.OperatorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CatalogTest {
    private static final Catalog STANDARD = Catalog.standard();

    private static Entry find(String model, String stage, String shape, String kind) {
        List<Entry> found = STANDARD.model(model).stage(stage)
                .filter(e -> e.shape().equals(shape) && e.kind().equals(kind)).entries();
        assertEquals(1, found.size(), () -> "entries of " + shape + " " + kind);
        return found.getFirst();
    }

    @Test
    void spatialAttentionOfTheSameNetworkTakesTheSameFlops() {
        List<String> spatial = STANDARD.model("make-a-video").temporalLayouts().stream().filter(l -> l.entry().stage().equals("decoder"))
                .map(l -> l.spatial().orElseThrow().text()).toList();
        assertEquals(List.of("b1_h8_q1024_k1024_d64", "b2_h24_q256_k256_d64", "b8_h32_q64_k64_d64"), spatial);
        for (TemporalLayout layout : STANDARD.temporalLayouts()) {
            layout.spatial().ifPresent(s -> assertEquals(layout.contiguous().flops(), s.flops(), 0.05 * s.flops(), s.text()));
        }
        assertTrue(STANDARD.model("phenaki").temporalLayouts().getFirst().spatial().isEmpty(), "no whole number of heads comes near");
    }

    @Test
    void stableDiffusionSelfAttentionIsAsPublished() {
        // two residual blocks on the way down and three on the way up, each with one transformer layer
        Entry top = find("stable-diffusion", "unet", "b2_h8_q4096_k4096_d40", "self");
        assertEquals(5, top.callsPerStep());
        assertEquals(50, top.steps());
        assertEquals(250, top.calls());
        assertEquals(Phase.PREFILL_LIKE, top.phase());
        assertEquals(Optional.of(AttentionKind.PREFILL_LIKE), top.attentionKind());
        assertEquals(5, find("stable-diffusion", "unet", "b2_h8_q256_k77_d160", "cross").callsPerStep());
        assertEquals(1, find("stable-diffusion", "unet", "b2_h8_q64_k64_d160", "self").callsPerStep());
    }

    @Test
    void llamaDecodeSumsOverTheCacheExactly() {
        List<Entry> attention = STANDARD.model("llama").stage("decode").operator(OperatorType.ATTENTION).entries();
        double calls = attention.stream().mapToDouble(Entry::calls).sum();
        double flops = attention.stream().mapToDouble(e -> e.calls() * e.flops()).sum();
        long exact = 0;
        for (int keys = 2049; keys <= 2304; keys++) {
            exact += 32L * 4 * 32 * 128 * keys;
        }
        assertEquals(32 * 256, calls);
        assertEquals(exact, flops);
        assertTrue(attention.stream().allMatch(e -> e.phase() == Phase.DECODE_LIKE
                && e.attentionKind().equals(Optional.of(AttentionKind.DECODE_LIKE))));
        assertEquals(256, find("llama", "decode", "m1_n32000_k4096", "vocabulary").calls());
    }

    @Test
    void groupedQueryAttentionOfTheLargestLlama() {
        Catalog large = Catalog.of(List.of(Models.of("llama").build(Map.of("variant", "70B"))));
        assertEquals(List.of("llama-70B"), large.models());
        assertTrue(large.shapes().stream().anyMatch(o -> o.text().equals("b1_h64_q2048_k2048_d128_g8_causal")));
        assertTrue(large.shapes().stream().anyMatch(o -> o.text().equals("b1_h64_q1_k2304_d128_g8")));
    }

    @Test
    void partiDecodeSumsOverTheCacheExactly() {
        List<Entry> self = STANDARD.model("parti").stage("decode").operator(OperatorType.ATTENTION)
                .filter(e -> e.kind().equals("self")).entries();
        assertEquals(List.of(1, 64, 128, 256, 512, 768, 1024),
                self.stream().map(e -> ((Attention) e.operator()).keyLength()).toList());
        assertEquals(64 * 1024, self.stream().mapToDouble(Entry::calls).sum());
        assertEquals(64.0 * 4 * 2 * 64 * 64 * 1024 * 1025 / 2, self.stream().mapToDouble(e -> e.calls() * e.flops()).sum());
        assertTrue(STANDARD.model("parti").stage("decode").entries().stream().allMatch(e -> e.phase() == Phase.DECODE_LIKE));
    }

    @Test
    void makeAVideoAttendsOverFramesAtEveryPixel() {
        // level of 32×32, three blocks down and four up, each spatial attention followed by a temporal one
        Entry temporal = find("make-a-video", "decoder", "b2048_h16_q16_k16_d64", "temporal");
        assertEquals(7, temporal.callsPerStep());
        assertEquals(Phase.PREFILL_LIKE, temporal.phase());
        assertEquals(Optional.of(AttentionKind.SHORT_SEQUENCES), temporal.attentionKind());
        assertEquals(7, find("make-a-video", "decoder", "b32_h16_q1024_k1024_d64", "self").callsPerStep());
        assertEquals(7, find("make-a-video", "decoder", "n1_a16_b2048_c1024", "time-first").callsPerStep());
        assertEquals(7, find("make-a-video", "decoder", "n1_a2048_b16_c1024", "space-first").callsPerStep());
        // 16 frames become 76 in 15 gaps of 5
        assertEquals(7, find("make-a-video", "interpolation", "b1024_h16_q76_k76_d64", "temporal").callsPerStep());
        assertTrue(STANDARD.model("make-a-video").stage("sr256").operator(OperatorType.ATTENTION).entries().isEmpty());
        assertEquals(76, find("make-a-video", "sr768", "n1_c6_h768_w768_o192_r3x3_s1_p1", "3x3").callsPerStep());
    }

    @Test
    void temporalLayoutsAreTheSameArithmetic() {
        List<TemporalLayout> layouts = STANDARD.temporalLayouts();
        assertTrue(layouts.stream().anyMatch(l -> l.inPlace().text().equals("x2048_t16_h16_d64")));
        assertTrue(layouts.stream().anyMatch(l -> l.inPlace().text().equals("x256_t6_h8_d64_causal")));
        for (TemporalLayout layout : layouts) {
            assertEquals(layout.contiguous(), layout.inPlace().contiguous());
            assertEquals(layout.entry().operator(), layout.contiguous());
            assertTrue(STANDARD.shapes().contains(layout.before()), layout::toString);
            assertTrue(STANDARD.shapes().contains(layout.after()), layout::toString);
        }
    }

    @Test
    void museAttendsInBlocksAndAsVariantToAllTokens() {
        Entry axes = find("muse", "super-resolution", "b128_h16_q64_k64_d64", "self");
        assertEquals(32, axes.callsPerStep());
        assertEquals(8, axes.steps());
        assertEquals(32, find("muse", "super-resolution", "b2_h16_q4096_k333_d64", "cross").callsPerStep());
        Catalog global = Catalog.of(List.of(Models.of("muse").build(Map.of("attention", "global"))));
        assertTrue(global.model("muse-global").shapes().stream().anyMatch(o -> o.text().equals("b2_h16_q4096_k4096_d64")));
    }

    @Test
    void imagenAppendsTheTextToTheKeys() {
        for (String shape : List.of("b2_h16_q1024_k1280_d64", "b2_h24_q256_k512_d64", "b2_h32_q64_k320_d64")) {
            assertTrue(find("imagen", "base", shape, "self").callsPerStep() >= 7, shape);
        }
        find("imagen", "sr1024", "b2_h16_q4096_k256_d64", "cross");
    }

    @Test
    void sequenceLengthsAreThoseOfTheLevelsInOrder() {
        List<Integer> lengths = Catalog.selfAttention(Models.of("stable-diffusion").build()).stream()
                .filter(s -> s.stage().equals("unet")).map(SequenceLength::queryLength).toList();
        assertEquals(List.of(4096, 4096, 1024, 1024, 256, 256, 64, 256, 256, 256, 1024, 1024, 1024, 4096, 4096, 4096), lengths);
    }

    @Test
    void representativesCoverEveryModelAndOperator() {
        Catalog representative = STANDARD.representative();
        int shapes = representative.shapes().size();
        assertTrue(shapes >= 60 && shapes <= 90, () -> shapes + " shapes");
        assertEquals(STANDARD.models(), representative.models());
        for (OperatorType type : OperatorType.values()) {
            assertEquals(STANDARD.operator(type).entries().isEmpty(), representative.operator(type).entries().isEmpty(), type::label);
        }
        for (String model : STANDARD.models()) {
            for (AttentionKind kind : AttentionKind.values()) {
                assertEquals(parts(STANDARD.model(model).attention(kind)), parts(representative.model(model).attention(kind)),
                        () -> model + " " + kind);
            }
        }
        assertTrue(STANDARD.representative(2).shapes().size() > shapes);
        assertTrue(representative.shapes().stream().allMatch(o -> o.bytes(Float.BYTES) <= Representatives.LARGEST_BYTES));
    }

    private static Set<String> parts(Catalog attention) {
        return attention.entries().stream().map(Entry::kind).collect(Collectors.toSet());
    }

    @Test
    void aCallHasThePhaseOfItsPassAndAttentionAKindOfItsOwn() {
        for (Entry e : STANDARD.entries()) {
            assertEquals(e.stage().equals("decode") ? Phase.DECODE_LIKE : Phase.PREFILL_LIKE, e.phase(), e::toString);
            assertEquals(AttentionKind.of(e.operator()), e.attentionKind());
        }
        assertEquals(STANDARD.entries().stream().filter(e -> e.attentionKind().isPresent()).count(), Arrays.stream(AttentionKind.values())
                .mapToLong(kind -> STANDARD.attention(kind).entries().size()).sum());
    }

    @Test
    void entriesAreDistinct() {
        assertEquals(STANDARD.entries().size(), STANDARD.entries().stream().distinct().count());
        assertTrue(STANDARD.entries().stream().allMatch(e -> e.calls() * 2 == Math.rint(e.calls() * 2)));
    }
}
