package genops.kernels.vector;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.ORDER;
import static genops.kernels.vector.Simd.SPECIES;

import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Dot products with weights in bfloat16, the upper half of an fp32 number. Lane i of 32-bit vector v of a packed row holds weight
 * {@code 2·v·LANES + i} in its lower half and weight {@code (2·v + 1)·LANES + i} in its upper half, so that a shift and a mask widen
 * both into lanes that meet two consecutive vectors of the input.
 */
final class Bf16DotProducts {
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SPECIES.vectorShape());
    private static final int UPPER = 0xFFFF0000;

    private Bf16DotProducts() {}

    /** Length of a packed row of {@code depth} weights: a multiple of two vectors, the rest zero. */
    static int padded(int depth) {
        return (depth + 2 * LANES - 1) / (2 * LANES) * 2 * LANES;
    }

    /** Packs a row of fp32 weights into {@code 2 · padded(depth)} bytes. */
    static void pack(int depth, long from, long to) {
        for (int p = 0; p < padded(depth); p++) {
            int bits = p < depth ? round(MEMORY.get(FLOAT, from + 4L * p)) : 0;
            int vector = p / (2 * LANES);
            int half = p / LANES % 2;
            MEMORY.set(ValueLayout.JAVA_SHORT_UNALIGNED, to + 4L * (vector * LANES + p % LANES) + 2 * half, (short) bits);
        }
    }

    /** The bfloat16 nearest to a finite number, ties to even. */
    static int round(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (bits + 0x7FFF + (bits >>> 16 & 1)) >>> 16;
    }

    /** Two packed weight rows with up to two input rows, each {@code depth} long, a multiple of two vectors. */
    static void weights2inputs2(int depth, long weight, int last, long input, int lastInput, long bias, long output, long outputStride) {
        long w1 = weight + 2L * last * depth;
        long x1 = input + 4L * lastInput * depth;
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = FloatVector.zero(SPECIES);
        FloatVector s10 = FloatVector.zero(SPECIES);
        FloatVector s11 = FloatVector.zero(SPECIES);
        FloatVector t00 = FloatVector.zero(SPECIES);
        FloatVector t01 = FloatVector.zero(SPECIES);
        FloatVector t10 = FloatVector.zero(SPECIES);
        FloatVector t11 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p += 2 * LANES) {
            IntVector a = IntVector.fromMemorySegment(INTS, MEMORY, weight + 2L * p, ORDER);
            IntVector b = IntVector.fromMemorySegment(INTS, MEMORY, w1 + 2L * p, ORDER);
            FloatVector a0 = a.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            FloatVector a1 = a.lanewise(VectorOperators.AND, UPPER).reinterpretAsFloats();
            FloatVector b0 = b.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            FloatVector b1 = b.lanewise(VectorOperators.AND, UPPER).reinterpretAsFloats();
            FloatVector x = FloatVector.fromMemorySegment(SPECIES, MEMORY, input + 4L * p, ORDER);
            s00 = a0.fma(x, s00);
            s10 = b0.fma(x, s10);
            FloatVector y = FloatVector.fromMemorySegment(SPECIES, MEMORY, input + 4L * (p + LANES), ORDER);
            t00 = a1.fma(y, t00);
            t10 = b1.fma(y, t10);
            FloatVector z = FloatVector.fromMemorySegment(SPECIES, MEMORY, x1 + 4L * p, ORDER);
            s01 = a0.fma(z, s01);
            s11 = b0.fma(z, s11);
            FloatVector u = FloatVector.fromMemorySegment(SPECIES, MEMORY, x1 + 4L * (p + LANES), ORDER);
            t01 = a1.fma(u, t01);
            t11 = b1.fma(u, t11);
        }
        finish(s00.add(t00).reduceLanes(VectorOperators.ADD), bias, output, 0);
        finish(s10.add(t10).reduceLanes(VectorOperators.ADD), bias, output, last);
        finish(s01.add(t01).reduceLanes(VectorOperators.ADD), bias, output + lastInput * outputStride, 0);
        finish(s11.add(t11).reduceLanes(VectorOperators.ADD), bias, output + lastInput * outputStride, last);
    }

    private static void finish(float sum, long bias, long output, int feature) {
        MEMORY.set(FLOAT, output + 4L * feature, bias == 0 ? sum : sum + MEMORY.get(FLOAT, bias + 4L * feature));
    }
}
