package genops.shapes.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is counted of a convolution against a count of every tap. */
class ConvolutionCountTest {

    /** Counts by walking over all output positions and taps. */
    private record Counted(long taps, int weights, int inputs) {

        static Counted of(int height, int width, int kernelH, int kernelW, int stride, int pad) {
            long taps = 0;
            Set<Integer> weights = new HashSet<>();
            Set<Integer> inputs = new HashSet<>();
            for (int i = 0; i * stride + kernelH <= height + 2 * pad; i++) {
                for (int j = 0; j * stride + kernelW <= width + 2 * pad; j++) {
                    for (int u = 0; u < kernelH; u++) {
                        for (int v = 0; v < kernelW; v++) {
                            int y = i * stride + u - pad;
                            int x = j * stride + v - pad;
                            if (y >= 0 && y < height && x >= 0 && x < width) {
                                taps++;
                                weights.add(u * kernelW + v);
                                inputs.add(y * width + x);
                            }
                        }
                    }
                }
            }
            return new Counted(taps, weights.size(), inputs.size());
        }
    }

    @Test
    void everyShapeOfTwoAxesHasTheTapsThatAWalkOverThemCounts() {
        int[] lengths = {1, 2, 3, 5, 8};
        for (int height : lengths) {
            for (int width : lengths) {
                for (int kernelH = 1; kernelH <= 5; kernelH++) {
                    for (int kernelW = 1; kernelW <= 4; kernelW += 2) {
                        for (int stride = 1; stride <= 4; stride++) {
                            for (int pad = 0; pad <= 5; pad++) {
                                if (height + 2 * pad >= kernelH && width + 2 * pad >= kernelW) {
                                    assertCounted(new Convolution(2, 3, height, width, 5, kernelH, kernelW, stride, pad));
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private static void assertCounted(Convolution c) {
        Counted counted = Counted.of(c.height(), c.width(), c.kernelH(), c.kernelW(), c.stride(), c.pad());
        assertEquals(2L * 2 * 3 * 5 * counted.taps, c.flops(), () -> "FLOPs of " + c.text());
        long elements = 2L * 3 * counted.inputs + 5L * 3 * counted.weights + 5 + 2L * 5 * c.outHeight() * c.outWidth();
        assertEquals(4 * elements, c.bytes(4), () -> "bytes of " + c.text());
    }

    @Test
    void everyShapeOverFramesHasTheTapsThatAWalkOverThemCounts() {
        for (int frames = 1; frames <= 17; frames++) {
            for (int kernel = 1; kernel <= 9; kernel++) {
                for (int stride = 1; stride <= 20; stride++) {
                    for (int pad = 0; pad <= 12; pad++) {
                        if (frames + 2 * pad >= kernel) {
                            assertFrames(new TemporalConvolution(2, 3, frames, 5, kernel, stride, pad));
                        }
                    }
                }
            }
        }
    }

    private static void assertFrames(TemporalConvolution c) {
        long taps = 0;
        Set<Integer> weights = new HashSet<>();
        Set<Integer> inputs = new HashSet<>();
        for (int t = 0; t < c.outFrames(); t++) {
            for (int u = 0; u < c.kernel(); u++) {
                int frame = t * c.stride() + u - c.pad();
                if (frame >= 0 && frame < c.frames()) {
                    taps++;
                    weights.add(u);
                    inputs.add(frame);
                }
            }
        }
        assertEquals(2 * 2 * 3 * 5 * taps, c.flops(), () -> "FLOPs of " + c.text());
        assertEquals(2 * (2L * 3 * inputs.size() + 5L * 3 * weights.size() + 5 + 2L * 5 * c.outFrames()), c.bytes(2),
                () -> "bytes of " + c.text());
    }

    /** 3×3 on 8×8 with padding 1: 22·22 taps of 24·24; on 16×16: 46·46 of 48·48. */
    @Test
    void thePaddingOfSmallImagesIsNoSmallPart() {
        assertEquals(2 * 22 * 22, new Convolution(1, 1, 8, 8, 1, 3, 3, 1, 1).flops());
        assertEquals(2 * 46 * 46, new Convolution(1, 1, 16, 16, 1, 3, 3, 1, 1).flops());
        assertEquals(2, new Convolution(1, 1, 1, 1, 1, 3, 3, 1, 1).flops());
    }

    @Test
    void numbersBeyondThirtyTwoBitsAreExact() {
        // 2²⁹ windows of 4 taps, of which the first and the last lack one; then 2³⁰ positions that stride 2 halves
        int length = 1 << 29;
        assertEquals(2 * (4L * (length - 1) - 2), new TemporalConvolution(1, 1, length, 1, 4, 1, 1).flops());
        assertEquals(2L * (1 << 29), new TemporalConvolution(1, 1, 1 << 30, 1, 1, 2, 0).flops());
        assertEquals(4 * ((1L << 29) + 1 + 1 + (1L << 29)), new TemporalConvolution(1, 1, 1 << 30, 1, 1, 2, 0).bytes(4));
        assertEquals(2, new TemporalConvolution(1, 1, 1, 1, 1_000_000_001, 7, 500_000_000).flops());
        // of 10¹⁸ taps no kernel could keep count
        assertThrows(IllegalArgumentException.class, () -> new Convolution(1, 1, 1, 1, 1, 1_000_000_001, 1_000_000_001, 7, 500_000_000));
    }
}
