package genops.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Precision;
import genops.kernels.Tensors;
import genops.kernels.parallel.Workers;
import genops.kernels.verify.Verification;
import genops.kernels.verify.Verifier;
import genops.shapes.operator.Attention;
import genops.shapes.operator.Operator;
import genops.shapes.operator.TemporalAttention;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttentionIT {
    private static final List<Kernel<Attention>> KERNELS = List.of(new FlashAttention(), new UnfusedAttention());
    private static final List<Kernel<TemporalAttention>> TEMPORAL =
            List.of(new InPlaceTemporalAttention(), new RearrangedTemporalAttention());
    private static final Verifier VERIFIER = new Verifier(Long.MAX_VALUE, 1);

    static List<Attention> shapes() {
        List<Attention> shapes = new ArrayList<>();
        for (int headDim : new int[] {1, 3, 16, 33, 40, 64, 80, 128, 160, 512, 520}) {
            shapes.add(new Attention(2, 2, 50, 77, headDim));
            shapes.add(new Attention(2, 2, 50, 77, headDim, 1, true));
            shapes.add(new Attention(1, 4, 1, 131, headDim, 2, false));
        }
        int[][] lengths = {{1, 1}, {1, 7}, {1, 300}, {2, 129}, {6, 6}, {16, 16}, {47, 128}, {48, 1}, {49, 260}, {100, 100}, {130, 131},
            {200, 257}};
        for (int[] length : lengths) {
            for (int kvHeads : new int[] {4, 2, 1}) {
                shapes.add(new Attention(2, 4, length[0], length[1], 24, kvHeads, false));
                if (length[0] <= length[1]) {
                    shapes.add(new Attention(2, 4, length[0], length[1], 24, kvHeads, true));
                }
            }
        }
        // many heads: a task is all tiles of one, or of several side by side
        int many = 4 * Workers.shared().count();
        for (boolean causal : new boolean[] {false, true}) {
            shapes.add(new Attention(many, 8, 70, 90, 64, 8, causal));
            shapes.add(new Attention(many, 8, 100, 300, 32, 4, causal));
            shapes.add(new Attention(many, 6, 20, 20, 100, 6, causal));
            shapes.add(new Attention(many, 1, 100, 300, 40, 1, causal));
        }
        return shapes;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void agreesWithTheReference(Attention shape) {
        for (Kernel<Attention> kernel : KERNELS) {
            assertAgrees(kernel, shape, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void headsLargerThanTheCacheAreTakenInChunks(int tilesOfChunk) {
        List<Attention> shapes = List.of(new Attention(1, 1, 100, 1000, 72), new Attention(1, 2, 1000, 1000, 24, 1, true),
                new Attention(4 * Workers.shared().count(), 2, 100, 800, 16));
        for (Attention shape : shapes) {
            KeyChunks chunks = new KeyChunks(KeyValuePanels.tiles(shape.keyLength()), tilesOfChunk);
            assertTrue(chunks.count() > 1);
            try (Tensors tensors = Tensors.random(shape, Precision.FP32, 7)) {
                AttentionLayout layout = AttentionLayout.of(shape, tensors);
                assertAgrees(new FlashAttention(), shape, tensors, new FlashTiles(layout, chunks));
                assertAgrees(new UnfusedAttention(), shape, tensors, new UnfusedTiles(layout, chunks));
            }
        }
    }

    @Test
    void chunksCoverAllTilesAndEachFitsInItsShareOfTheCache() {
        for (int keys : new int[] {1, 256, 257, 4096, 100_000}) {
            for (int headDim : new int[] {40, 512, 100_000_000}) {
                KeyChunks chunks = KeyChunks.of(keys, headDim, 2);
                int tiles = 0;
                for (int chunk = 0; chunk < chunks.count(); chunk++) {
                    assertEquals(tiles, chunks.first(chunk));
                    tiles = chunks.end(chunk, chunks.tiles());
                }
                assertEquals(KeyValuePanels.tiles(keys), tiles);
                long bytes = 2 * Packing.bytes(headDim, KeyValuePanels.KEYS) * chunks.tilesOfChunk();
                assertTrue(chunks.tilesOfChunk() == 1 || bytes <= Caches.LEVEL3 / 4, () -> chunks + " takes " + bytes + " bytes");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 30, 1000})
    void largeScoresMakeSoftmaxOneHotWithoutOverflow(int factor) {
        for (Kernel<Attention> kernel : KERNELS) {
            for (int queries : new int[] {1, 70}) {
                assertAgrees(kernel, new Attention(1, 2, queries, 300, 40), factor);
                assertAgrees(kernel, new Attention(1, 2, queries, 300, 40, 1, true), factor);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 11, 16, 76})
    void temporalAttentionAgreesWithTheReference(int frames) {
        for (Kernel<TemporalAttention> kernel : TEMPORAL) {
            for (boolean causal : new boolean[] {false, true}) {
                assertAgrees(kernel, new TemporalAttention(37, frames, 3, 20, causal), 1);
                assertAgrees(kernel, new TemporalAttention(5, frames, 2, 64, causal), 20);
            }
        }
    }

    @Test
    void risingScoresRescaleWhatWasSummed() {
        Attention shape = new Attention(1, 1, 60, 700, 8);
        try (Tensors tensors = Tensors.random(shape, Precision.FP32, 5)) {
            MemorySegment query = tensors.get("query");
            MemorySegment key = tensors.get("key");
            for (int i = 0; i < 60 * 8; i++) {
                query.setAtIndex(ValueLayout.JAVA_FLOAT, i, 1);
            }
            for (int i = 0; i < 700 * 8; i++) {
                key.setAtIndex(ValueLayout.JAVA_FLOAT, i, 0.02f * (i / 8));
            }
            for (Kernel<Attention> kernel : KERNELS) {
                try (BoundKernel bound = kernel.bind(shape, tensors)) {
                    Verification verification = VERIFIER.runAndCompare(kernel, shape, tensors, bound);
                    assertTrue(verification.passed(), () -> kernel.id() + ": " + verification.describe());
                }
            }
        }
    }

    @Test
    @Tag("allocation")
    void nothingIsAllocatedByARun() throws IOException, InterruptedException {
        List<Attention> shapes = List.of(new Attention(1, 2, 100, 150, 40), new Attention(1, 2, 1, 150, 40),
                new Attention(1, 4, 1, 150, 64));
        for (Kernel<Attention> kernel : KERNELS) {
            for (Attention shape : shapes) {
                assertAllocatesNothing("attention", kernel, shape);
            }
        }
        for (Kernel<TemporalAttention> kernel : TEMPORAL) {
            assertAllocatesNothing("temporalAttention", kernel, new TemporalAttention(40, 16, 2, 40, false));
        }
    }

    /** As a benchmark's fork runs them: what the compiler leaves out of a large method depends on what ran before. */
    @ParameterizedTest
    @CsvSource({"attention, b1_h2_q100_k150_d40, vector/unfused", "attention, b2_h8_q128_k128_d64, vector/flash",
            "attention, b1_h8_q1_k512_d128, vector/flash", "temporalAttention, x40_t16_h2_d40, vector/rearranged"})
    @Tag("allocation")
    void nothingIsAllocatedAloneInAJvm(String operator, String shape, String kernel) throws IOException, InterruptedException {
        AllocationProbe.assertAllocatesNothingAlone(kernel + " at " + shape, operator, shape, kernel);
    }

    private static <O extends Operator> void assertAgrees(Kernel<O> kernel, O shape, float factor) {
        try (Tensors tensors = Tensors.random(shape, Precision.FP32, 7)) {
            MemorySegment query = tensors.get("query");
            for (long i = 0; i < query.byteSize() / Float.BYTES; i++) {
                query.setAtIndex(ValueLayout.JAVA_FLOAT, i, factor * query.getAtIndex(ValueLayout.JAVA_FLOAT, i));
            }
            assertAgrees(kernel, shape, tensors, kernel.bind(shape, tensors));
        }
    }

    private static <O extends Operator> void assertAgrees(Kernel<O> kernel, O shape, Tensors tensors, BoundKernel toClose) {
        try (BoundKernel bound = toClose) {
            for (int run = 0; run < 2; run++) {
                Verification verification = VERIFIER.runAndCompare(kernel, shape, tensors, bound);
                assertTrue(verification.passed(), () -> kernel.id() + " at " + shape.text() + ": " + verification.describe());
            }
        }
    }

    private static <O extends Operator> void assertAllocatesNothing(String operator, Kernel<O> kernel, O shape)
            throws IOException, InterruptedException {
        try (Tensors tensors = Tensors.random(shape, Precision.FP32, 3);
                BoundKernel bound = kernel.bind(shape, tensors)) {
            AllocationProbe.assertAllocatesNothing(kernel.id() + " at " + shape.text(), bound, operator, shape.text(), kernel.id());
        }
    }
}
