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
 *
 * <p>Each weight is loaded and widened once for all the inputs. Rows beyond {@code last} and {@code lastInput} are the last one again:
 * they compute and store the same values.
 */
final class Bf16DotProducts {
    static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SPECIES.vectorShape());
    static final int UPPER = 0xFFFF0000;

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

    /** Four packed weight rows with up to two input rows, each {@code depth} long, a multiple of two vectors. */
    static void weights4inputs2(int depth, long weight, int last, long input, int lastInput, long bias, long output, long outputStride) {
        int f1 = Math.min(1, last);
        int f2 = Math.min(2, last);
        int f3 = Math.min(3, last);
        long w1 = weight + 2L * f1 * depth;
        long w2 = weight + 2L * f2 * depth;
        long w3 = weight + 2L * f3 * depth;
        long x1 = input + 4L * lastInput * depth;
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = FloatVector.zero(SPECIES);
        FloatVector s10 = FloatVector.zero(SPECIES);
        FloatVector s11 = FloatVector.zero(SPECIES);
        FloatVector s20 = FloatVector.zero(SPECIES);
        FloatVector s21 = FloatVector.zero(SPECIES);
        FloatVector s30 = FloatVector.zero(SPECIES);
        FloatVector s31 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p += 2 * LANES) {
            long low = 4L * p;
            long high = low + Simd.VECTOR_BYTES;
            FloatVector l0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, input + low, ORDER);
            FloatVector h0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, input + high, ORDER);
            FloatVector l1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x1 + low, ORDER);
            FloatVector h1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x1 + high, ORDER);
            IntVector a = IntVector.fromMemorySegment(INTS, MEMORY, weight + 2L * p, ORDER);
            FloatVector a0 = a.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            FloatVector a1 = a.lanewise(VectorOperators.AND, UPPER).reinterpretAsFloats();
            s00 = a1.fma(h0, a0.fma(l0, s00));
            s01 = a1.fma(h1, a0.fma(l1, s01));
            IntVector b = IntVector.fromMemorySegment(INTS, MEMORY, w1 + 2L * p, ORDER);
            FloatVector b0 = b.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            FloatVector b1 = b.lanewise(VectorOperators.AND, UPPER).reinterpretAsFloats();
            s10 = b1.fma(h0, b0.fma(l0, s10));
            s11 = b1.fma(h1, b0.fma(l1, s11));
            IntVector c = IntVector.fromMemorySegment(INTS, MEMORY, w2 + 2L * p, ORDER);
            FloatVector c0 = c.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            FloatVector c1 = c.lanewise(VectorOperators.AND, UPPER).reinterpretAsFloats();
            s20 = c1.fma(h0, c0.fma(l0, s20));
            s21 = c1.fma(h1, c0.fma(l1, s21));
            IntVector d = IntVector.fromMemorySegment(INTS, MEMORY, w3 + 2L * p, ORDER);
            FloatVector d0 = d.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            FloatVector d1 = d.lanewise(VectorOperators.AND, UPPER).reinterpretAsFloats();
            s30 = d1.fma(h0, d0.fma(l0, s30));
            s31 = d1.fma(h1, d0.fma(l1, s31));
        }
        finish(s00.reduceLanes(VectorOperators.ADD), bias, output, 0);
        finish(s10.reduceLanes(VectorOperators.ADD), bias, output, f1);
        finish(s20.reduceLanes(VectorOperators.ADD), bias, output, f2);
        finish(s30.reduceLanes(VectorOperators.ADD), bias, output, f3);
        long output1 = output + lastInput * outputStride;
        finish(s01.reduceLanes(VectorOperators.ADD), bias, output1, 0);
        finish(s11.reduceLanes(VectorOperators.ADD), bias, output1, f1);
        finish(s21.reduceLanes(VectorOperators.ADD), bias, output1, f2);
        finish(s31.reduceLanes(VectorOperators.ADD), bias, output1, f3);
    }

    /** Two packed weight rows with up to four input rows, each {@code depth} long, a multiple of two vectors. */
    static void weights2inputs4(int depth, long weight, int last, long input, int lastInput, long bias, long output, long outputStride) {
        int i1 = Math.min(1, lastInput);
        int i2 = Math.min(2, lastInput);
        int i3 = Math.min(3, lastInput);
        long w1 = weight + 2L * last * depth;
        long x1 = input + 4L * i1 * depth;
        long x2 = input + 4L * i2 * depth;
        long x3 = input + 4L * i3 * depth;
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = FloatVector.zero(SPECIES);
        FloatVector s02 = FloatVector.zero(SPECIES);
        FloatVector s03 = FloatVector.zero(SPECIES);
        FloatVector s10 = FloatVector.zero(SPECIES);
        FloatVector s11 = FloatVector.zero(SPECIES);
        FloatVector s12 = FloatVector.zero(SPECIES);
        FloatVector s13 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p += 2 * LANES) {
            long low = 4L * p;
            long high = low + Simd.VECTOR_BYTES;
            IntVector a = IntVector.fromMemorySegment(INTS, MEMORY, weight + 2L * p, ORDER);
            FloatVector a0 = a.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            FloatVector a1 = a.lanewise(VectorOperators.AND, UPPER).reinterpretAsFloats();
            IntVector b = IntVector.fromMemorySegment(INTS, MEMORY, w1 + 2L * p, ORDER);
            FloatVector b0 = b.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            FloatVector b1 = b.lanewise(VectorOperators.AND, UPPER).reinterpretAsFloats();
            FloatVector l0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, input + low, ORDER);
            FloatVector h0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, input + high, ORDER);
            s00 = a1.fma(h0, a0.fma(l0, s00));
            s10 = b1.fma(h0, b0.fma(l0, s10));
            FloatVector l1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x1 + low, ORDER);
            FloatVector h1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x1 + high, ORDER);
            s01 = a1.fma(h1, a0.fma(l1, s01));
            s11 = b1.fma(h1, b0.fma(l1, s11));
            FloatVector l2 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x2 + low, ORDER);
            FloatVector h2 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x2 + high, ORDER);
            s02 = a1.fma(h2, a0.fma(l2, s02));
            s12 = b1.fma(h2, b0.fma(l2, s12));
            FloatVector l3 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x3 + low, ORDER);
            FloatVector h3 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x3 + high, ORDER);
            s03 = a1.fma(h3, a0.fma(l3, s03));
            s13 = b1.fma(h3, b0.fma(l3, s13));
        }
        finish(s00.reduceLanes(VectorOperators.ADD), bias, output, 0);
        finish(s10.reduceLanes(VectorOperators.ADD), bias, output, last);
        long output1 = output + i1 * outputStride;
        finish(s01.reduceLanes(VectorOperators.ADD), bias, output1, 0);
        finish(s11.reduceLanes(VectorOperators.ADD), bias, output1, last);
        long output2 = output + i2 * outputStride;
        finish(s02.reduceLanes(VectorOperators.ADD), bias, output2, 0);
        finish(s12.reduceLanes(VectorOperators.ADD), bias, output2, last);
        long output3 = output + i3 * outputStride;
        finish(s03.reduceLanes(VectorOperators.ADD), bias, output3, 0);
        finish(s13.reduceLanes(VectorOperators.ADD), bias, output3, last);
    }

    private static void finish(float sum, long bias, long output, int feature) {
        MEMORY.set(FLOAT, output + 4L * feature, bias == 0 ? sum : sum + MEMORY.get(FLOAT, bias + 4L * feature));
    }
}
