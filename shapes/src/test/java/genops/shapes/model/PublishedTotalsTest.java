package genops.shapes.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The derived number of weights of every network against what is published. */
class PublishedTotalsTest {

    @Test
    void stableDiffusionIsExact() {
        Pipeline first = new StableDiffusion().build();
        assertEquals(123_060_480L, first.stage("text-encoder").parameters());
        assertEquals(859_520_964L, first.stage("unet").parameters());
        assertEquals(49_490_199L, first.stage("vae-decoder").parameters());
        Pipeline second = new StableDiffusion().build(Map.of("variant", "2.1"));
        assertEquals(340_387_840L, second.stage("text-encoder").parameters());
        assertEquals(865_910_724L, second.stage("unet").parameters());
    }

    @Test
    void llamaIsExact() {
        assertEquals(6_738_415_616L, new Llama().build().stage("prefill").parameters());
        assertEquals(13_015_864_320L, new Llama().build(Map.of("variant", "13B")).stage("decode").parameters());
        assertEquals(68_976_648_192L, new Llama().build(Map.of("variant", "70B")).stage("decode").parameters());
    }
}
