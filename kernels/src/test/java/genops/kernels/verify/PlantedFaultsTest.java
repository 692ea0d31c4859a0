package genops.kernels.verify;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Kernels;
import genops.kernels.Tensors;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Faults that kernels have, planted in what our own kernels write at shapes of the catalog: nine of ten at least must be caught by the
 * examination before timing. They are small, 64 elements of up to millions, and what is missed lies in outputs of attention and group
 * norm that are too dear to be compared as a whole. The rate is printed.
 */
class PlantedFaultsTest {
    private static final int TILE = 16;
    private static final List<String> SHAPES = List.of(
            "linear m154_n768_k768_bias", "linear m8192_n320_k320_bias", "linear m1_n11008_k4096",
            "convolution n2_c320_h32_w32_o320_r3x3_s1_p1", "convolution n1_c4_h64_w64_o4_r1x1_s1_p0",
            "temporalConvolution n512_c320_t16_o320_r3_s1_p1",
            "attention b2_h8_q256_k77_d160", "attention b2_h16_q256_k256_d64", "attention b2_h64_q1_k1024_d64",
            "temporalAttention x64_t16_h8_d40", "groupNorm n2_c320_x4096_g32", "layerNorm m8192_c320", "rmsNorm m2048_c4096",
            "softmax m512_c8192", "activation e9961472_silu", "gatedActivation m512_c10240_gelutanh", "add e9961472", "scale e8388608",
            "rotaryEmbedding m2048_h32_d128", "concat m8192_c768+768", "upsample n32_c2048_h8_w8_f2", "rearrange n1_a512_b16_c1536",
            "broadcastAdd n1_c384_x36864", "embedding m8192_v8192_c1024");

    /** What a fault does to the output of a call. */
    private enum Fault {
        /** The last vector's tail is not written. */
        SHORT_TAIL {
            @Override
            void plant(Floats output, Floats before, int row, SplittableRandom random) {
                keep(output, before, output.count() - 1, 1);
            }
        },
        /** A tile somewhere is not written. */
        SKIPPED_TILE {
            @Override
            void plant(Floats output, Floats before, int row, SplittableRandom random) {
                for (long start : tile(output, row, random)) {
                    keep(output, before, start, Math.min(TILE, output.count() - start));
                }
            }
        },
        /** A tile somewhere is that of its neighbour: a stride, or a panel, is that of another. */
        WRONG_PANEL {
            @Override
            void plant(Floats output, Floats before, int row, SplittableRandom random) {
                for (long start : tile(output, row, random)) {
                    long from = start >= TILE ? start - TILE : Math.min(start + TILE, output.count() - 1);
                    for (long i = 0; i < Math.min(TILE, output.count() - Math.max(start, from)); i++) {
                        output.put(start + i, output.at(from + i));
                    }
                }
            }
        },
        /** One term of the sums of a tile is lost: a bias, the last channel, the key at a mask's edge. */
        LOST_TERM {
            @Override
            void plant(Floats output, Floats before, int row, SplittableRandom random) {
                for (long start : tile(output, row, random)) {
                    for (long i = start; i < Math.min(start + TILE, output.count()); i++) {
                        output.put(i, output.at(i) * (1 - 1f / 64));
                    }
                }
            }
        };

        abstract void plant(Floats output, Floats before, int row, SplittableRandom random);

        private static void keep(Floats output, Floats before, long start, long count) {
            for (long i = start; i < start + count; i++) {
                output.put(i, before.at(i));
            }
        }

        /** Where the rows of a tile begin. */
        private static List<Long> tile(Floats output, int row, SplittableRandom random) {
            long first = random.nextLong(output.count());
            List<Long> starts = new ArrayList<>();
            for (int r = 0; r < 4 && first + (long) r * row < output.count(); r++) {
                starts.add(first + (long) r * row);
            }
            return starts;
        }
    }

    private record Floats(MemorySegment segment) {
        long count() {
            return segment.byteSize() / 4;
        }

        float at(long i) {
            return segment.getAtIndex(JAVA_FLOAT, i);
        }

        void put(long i, float value) {
            segment.setAtIndex(JAVA_FLOAT, i, value);
        }
    }

    @Test
    void plantedFaultsAreCaught() {
        long seed = VerifySeed.get();
        int planted = 0;
        List<String> missed = new ArrayList<>();
        for (String text : SHAPES) {
            Operator shape = OperatorType.of(text.split(" ")[0]).parse(text.split(" ")[1]);
            for (Kernel<?> kernel : Kernels.of(shape.getClass())) {
                planted += plant(kernel, shape, text, seed, missed);
            }
        }
        double caught = 1 - missed.size() / (double) planted;
        System.out.printf("planted faults: %d, caught %.1f %%, missed %s (seed %d)%n", planted, 100 * caught, missed, seed);
        assertTrue(planted > 100 && caught >= 0.9, caught + " " + missed + " seed " + seed);
    }

    @SuppressWarnings("unchecked")
    private static <O extends Operator> int plant(Kernel<?> any, O shape, String text, long seed, List<String> missed) {
        Kernel<O> kernel = (Kernel<O>) any;
        if (!kernel.backend().equals("vector") || kernel.unsupported(shape).isPresent()) {
            return 0;
        }
        try (Tensors tensors = Tensors.random(shape, kernel.precision(), seed); BoundKernel bound = kernel.bind(shape, tensors)) {
            CheckedTensors checked = new CheckedTensors(tensors, seed);
            Verification right = KernelCheck.open(kernel, shape, checked, bound, seed).before();
            assertTrue(right.passed(), () -> kernel.id() + " " + text + ": " + right.describe());
            int row = genops.kernels.reference.References.of(kernel.operator()).unitLength(shape);
            for (Fault fault : Fault.values()) {
                SplittableRandom random = new SplittableRandom(seed + fault.ordinal());
                float[] before = new float[Math.toIntExact(tensors.output().byteSize() / 4)];
                BoundKernel faulty = () -> {
                    MemorySegment.copy(tensors.output(), JAVA_FLOAT, 0, before, 0, before.length);
                    bound.run();
                    fault.plant(new Floats(tensors.output()), new Floats(MemorySegment.ofArray(before)), Math.max(row, TILE), random);
                };
                if (KernelCheck.open(kernel, shape, checked, faulty, seed + 1).before().passed()) {
                    missed.add(fault + " in " + kernel.id() + " " + text);
                }
            }
            return Fault.values().length;
        }
    }

    @Test
    void aRateIsOfFaultsThatWereReallyPlanted() {
        float[] output = new float[100];
        for (int i = 0; i < output.length; i++) {
            output[i] = i + 1;
        }
        for (Fault fault : Fault.values()) {
            float[] spoilt = output.clone();
            fault.plant(new Floats(MemorySegment.ofArray(spoilt)), new Floats(MemorySegment.ofArray(new float[100])), 30,
                    new SplittableRandom(1));
            assertTrue(java.util.Arrays.mismatch(output, spoilt) >= 0, fault.name());
        }
    }
}
