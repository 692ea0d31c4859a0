package genops.shapes.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.shapes.model.Models;
import genops.shapes.model.Phase;
import genops.shapes.operator.OperatorType;
import java.util.List;
import java.util.Map;
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
    void stableDiffusionSelfAttentionIsAsPublished() {
        // two residual blocks on the way down and three on the way up, each with one transformer layer
        Entry top = find("stable-diffusion", "unet", "b2_h8_q4096_k4096_d40", "self");
        assertEquals(5, top.callsPerStep());
        assertEquals(50, top.steps());
        assertEquals(250, top.calls());
        assertEquals(Phase.PREFILL_LIKE, top.phase());
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
        assertTrue(attention.stream().allMatch(e -> e.phase() == Phase.DECODE_LIKE));
        assertEquals(256, find("llama", "decode", "m1_n32000_k4096", "vocabulary").calls());
    }

    @Test
    void groupedQueryAttentionOfTheLargestLlama() {
        Catalog large = Catalog.of(List.of(Models.of("llama").build(Map.of("variant", "70B"))));
        assertEquals(List.of("llama-70B"), large.models());
        assertTrue(large.shapes().stream().anyMatch(o -> o.text().equals("b1_h64_q2048_k2048_d128_g8_causal")));
        assertTrue(large.shapes().stream().anyMatch(o -> o.text().equals("b1_h64_q1_k2304_d128_g8")));
    }
}
