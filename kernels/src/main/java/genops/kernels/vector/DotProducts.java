package genops.kernels.vector;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.ORDER;
import static genops.kernels.vector.Simd.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Dot products of a few weight rows with a few input rows at once, fp32, both read where they lie: each weight is loaded once and
 * multiplied with all the inputs. Eight or sixteen sums run side by side, which hides the latency of the multipliers; several weight
 * rows are as many streams from memory, of which one fetches while another crosses into its next page.
 *
 * <p>Weight rows beyond {@code last}, and input rows beyond theirs, are the last one again: they compute and store the same values.
 * All addresses are absolute, strides are in bytes. Results start from {@code bias} where it is not 0.
 */
final class DotProducts {

    private DotProducts() {}

    /** Four weight rows with up to two input rows. */
    static void weights4inputs2(int depth, long weight, long weightStride, int last, long input, long inputStride, int lastInput,
            long bias, long output, long outputStride) {
        int f1 = Math.min(1, last);
        int f2 = Math.min(2, last);
        int f3 = Math.min(3, last);
        long w1 = weight + f1 * weightStride;
        long w2 = weight + f2 * weightStride;
        long w3 = weight + f3 * weightStride;
        long x1 = input + lastInput * inputStride;
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = FloatVector.zero(SPECIES);
        FloatVector s10 = FloatVector.zero(SPECIES);
        FloatVector s11 = FloatVector.zero(SPECIES);
        FloatVector s20 = FloatVector.zero(SPECIES);
        FloatVector s21 = FloatVector.zero(SPECIES);
        FloatVector s30 = FloatVector.zero(SPECIES);
        FloatVector s31 = FloatVector.zero(SPECIES);
        int whole = depth / LANES * LANES;
        for (int p = 0; p < whole; p += LANES) {
            long at = 4L * p;
            FloatVector a = FloatVector.fromMemorySegment(SPECIES, MEMORY, weight + at, ORDER);
            FloatVector b = FloatVector.fromMemorySegment(SPECIES, MEMORY, w1 + at, ORDER);
            FloatVector c = FloatVector.fromMemorySegment(SPECIES, MEMORY, w2 + at, ORDER);
            FloatVector d = FloatVector.fromMemorySegment(SPECIES, MEMORY, w3 + at, ORDER);
            FloatVector x = FloatVector.fromMemorySegment(SPECIES, MEMORY, input + at, ORDER);
            s00 = a.fma(x, s00);
            s10 = b.fma(x, s10);
            s20 = c.fma(x, s20);
            s30 = d.fma(x, s30);
            FloatVector y = FloatVector.fromMemorySegment(SPECIES, MEMORY, x1 + at, ORDER);
            s01 = a.fma(y, s01);
            s11 = b.fma(y, s11);
            s21 = c.fma(y, s21);
            s31 = d.fma(y, s31);
        }
        finish(s00.reduceLanes(VectorOperators.ADD), weight, input, whole, depth, bias, output, 0);
        finish(s10.reduceLanes(VectorOperators.ADD), w1, input, whole, depth, bias, output, f1);
        finish(s20.reduceLanes(VectorOperators.ADD), w2, input, whole, depth, bias, output, f2);
        finish(s30.reduceLanes(VectorOperators.ADD), w3, input, whole, depth, bias, output, f3);
        long output1 = output + lastInput * outputStride;
        finish(s01.reduceLanes(VectorOperators.ADD), weight, x1, whole, depth, bias, output1, 0);
        finish(s11.reduceLanes(VectorOperators.ADD), w1, x1, whole, depth, bias, output1, f1);
        finish(s21.reduceLanes(VectorOperators.ADD), w2, x1, whole, depth, bias, output1, f2);
        finish(s31.reduceLanes(VectorOperators.ADD), w3, x1, whole, depth, bias, output1, f3);
    }

    /** Four weight rows with up to four input rows: 16 sums, for 32 vector registers. */
    static void weights4inputs4(int depth, long weight, long weightStride, int last, long input, long inputStride, int lastInput,
            long bias, long output, long outputStride) {
        int f1 = Math.min(1, last);
        int f2 = Math.min(2, last);
        int f3 = Math.min(3, last);
        long w1 = weight + f1 * weightStride;
        long w2 = weight + f2 * weightStride;
        long w3 = weight + f3 * weightStride;
        int i1 = Math.min(1, lastInput);
        int i2 = Math.min(2, lastInput);
        int i3 = Math.min(3, lastInput);
        long x1 = input + i1 * inputStride;
        long x2 = input + i2 * inputStride;
        long x3 = input + i3 * inputStride;
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = FloatVector.zero(SPECIES);
        FloatVector s02 = FloatVector.zero(SPECIES);
        FloatVector s03 = FloatVector.zero(SPECIES);
        FloatVector s10 = FloatVector.zero(SPECIES);
        FloatVector s11 = FloatVector.zero(SPECIES);
        FloatVector s12 = FloatVector.zero(SPECIES);
        FloatVector s13 = FloatVector.zero(SPECIES);
        FloatVector s20 = FloatVector.zero(SPECIES);
        FloatVector s21 = FloatVector.zero(SPECIES);
        FloatVector s22 = FloatVector.zero(SPECIES);
        FloatVector s23 = FloatVector.zero(SPECIES);
        FloatVector s30 = FloatVector.zero(SPECIES);
        FloatVector s31 = FloatVector.zero(SPECIES);
        FloatVector s32 = FloatVector.zero(SPECIES);
        FloatVector s33 = FloatVector.zero(SPECIES);
        int whole = depth / LANES * LANES;
        for (int p = 0; p < whole; p += LANES) {
            long at = 4L * p;
            FloatVector a = FloatVector.fromMemorySegment(SPECIES, MEMORY, weight + at, ORDER);
            FloatVector b = FloatVector.fromMemorySegment(SPECIES, MEMORY, w1 + at, ORDER);
            FloatVector c = FloatVector.fromMemorySegment(SPECIES, MEMORY, w2 + at, ORDER);
            FloatVector d = FloatVector.fromMemorySegment(SPECIES, MEMORY, w3 + at, ORDER);
            FloatVector x = FloatVector.fromMemorySegment(SPECIES, MEMORY, input + at, ORDER);
            s00 = a.fma(x, s00);
            s10 = b.fma(x, s10);
            s20 = c.fma(x, s20);
            s30 = d.fma(x, s30);
            FloatVector y = FloatVector.fromMemorySegment(SPECIES, MEMORY, x1 + at, ORDER);
            s01 = a.fma(y, s01);
            s11 = b.fma(y, s11);
            s21 = c.fma(y, s21);
            s31 = d.fma(y, s31);
            FloatVector z = FloatVector.fromMemorySegment(SPECIES, MEMORY, x2 + at, ORDER);
            s02 = a.fma(z, s02);
            s12 = b.fma(z, s12);
            s22 = c.fma(z, s22);
            s32 = d.fma(z, s32);
            FloatVector u = FloatVector.fromMemorySegment(SPECIES, MEMORY, x3 + at, ORDER);
            s03 = a.fma(u, s03);
            s13 = b.fma(u, s13);
            s23 = c.fma(u, s23);
            s33 = d.fma(u, s33);
        }
        finish(s00.reduceLanes(VectorOperators.ADD), weight, input, whole, depth, bias, output, 0);
        finish(s10.reduceLanes(VectorOperators.ADD), w1, input, whole, depth, bias, output, f1);
        finish(s20.reduceLanes(VectorOperators.ADD), w2, input, whole, depth, bias, output, f2);
        finish(s30.reduceLanes(VectorOperators.ADD), w3, input, whole, depth, bias, output, f3);
        long output1 = output + i1 * outputStride;
        finish(s01.reduceLanes(VectorOperators.ADD), weight, x1, whole, depth, bias, output1, 0);
        finish(s11.reduceLanes(VectorOperators.ADD), w1, x1, whole, depth, bias, output1, f1);
        finish(s21.reduceLanes(VectorOperators.ADD), w2, x1, whole, depth, bias, output1, f2);
        finish(s31.reduceLanes(VectorOperators.ADD), w3, x1, whole, depth, bias, output1, f3);
        long output2 = output + i2 * outputStride;
        finish(s02.reduceLanes(VectorOperators.ADD), weight, x2, whole, depth, bias, output2, 0);
        finish(s12.reduceLanes(VectorOperators.ADD), w1, x2, whole, depth, bias, output2, f1);
        finish(s22.reduceLanes(VectorOperators.ADD), w2, x2, whole, depth, bias, output2, f2);
        finish(s32.reduceLanes(VectorOperators.ADD), w3, x2, whole, depth, bias, output2, f3);
        long output3 = output + i3 * outputStride;
        finish(s03.reduceLanes(VectorOperators.ADD), weight, x3, whole, depth, bias, output3, 0);
        finish(s13.reduceLanes(VectorOperators.ADD), w1, x3, whole, depth, bias, output3, f1);
        finish(s23.reduceLanes(VectorOperators.ADD), w2, x3, whole, depth, bias, output3, f2);
        finish(s33.reduceLanes(VectorOperators.ADD), w3, x3, whole, depth, bias, output3, f3);
    }

    private static void finish(float sum, long weight, long input, int whole, int depth, long bias, long output, int feature) {
        float result = sum;
        for (int p = whole; p < depth; p++) {
            result += MEMORY.get(FLOAT, weight + 4L * p) * MEMORY.get(FLOAT, input + 4L * p);
        }
        MEMORY.set(FLOAT, output + 4L * feature, bias == 0 ? result : result + MEMORY.get(FLOAT, bias + 4L * feature));
    }
}
