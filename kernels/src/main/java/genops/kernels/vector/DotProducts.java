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
 * multiplied with all the inputs, and eight sums run side by side to hide the latency of the multipliers.
 *
 * <p>Weight rows beyond {@code last}, and input rows beyond theirs, are the last one again: they compute and store the same values.
 * All addresses are absolute, strides are in bytes. Results start from {@code bias} where it is not 0.
 */
final class DotProducts {

    private DotProducts() {}

    /** Four weight rows with one input row. */
    static void weights4inputs1(int depth, long weight, long weightStride, int last, long input, long bias, long output) {
        long w1 = weight + Math.min(1, last) * weightStride;
        long w2 = weight + Math.min(2, last) * weightStride;
        long w3 = weight + Math.min(3, last) * weightStride;
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        int whole = depth / LANES * LANES;
        for (int p = 0; p < whole; p += LANES) {
            long at = 4L * p;
            FloatVector x = FloatVector.fromMemorySegment(SPECIES, MEMORY, input + at, ORDER);
            s0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, weight + at, ORDER).fma(x, s0);
            s1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, w1 + at, ORDER).fma(x, s1);
            s2 = FloatVector.fromMemorySegment(SPECIES, MEMORY, w2 + at, ORDER).fma(x, s2);
            s3 = FloatVector.fromMemorySegment(SPECIES, MEMORY, w3 + at, ORDER).fma(x, s3);
        }
        finish(s0.reduceLanes(VectorOperators.ADD), weight, input, whole, depth, bias, output, 0);
        finish(s1.reduceLanes(VectorOperators.ADD), w1, input, whole, depth, bias, output, Math.min(1, last));
        finish(s2.reduceLanes(VectorOperators.ADD), w2, input, whole, depth, bias, output, Math.min(2, last));
        finish(s3.reduceLanes(VectorOperators.ADD), w3, input, whole, depth, bias, output, Math.min(3, last));
    }

    /** Two weight rows with up to four input rows. */
    static void weights2inputs4(int depth, long weight, long weightStride, int last, long input, long inputStride, int lastInput,
            long bias, long output, long outputStride) {
        int next = Math.min(1, last);
        long w1 = weight + next * weightStride;
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
        int whole = depth / LANES * LANES;
        for (int p = 0; p < whole; p += LANES) {
            long at = 4L * p;
            FloatVector a = FloatVector.fromMemorySegment(SPECIES, MEMORY, weight + at, ORDER);
            FloatVector b = FloatVector.fromMemorySegment(SPECIES, MEMORY, w1 + at, ORDER);
            FloatVector x = FloatVector.fromMemorySegment(SPECIES, MEMORY, input + at, ORDER);
            s00 = a.fma(x, s00);
            s10 = b.fma(x, s10);
            FloatVector y = FloatVector.fromMemorySegment(SPECIES, MEMORY, x1 + at, ORDER);
            s01 = a.fma(y, s01);
            s11 = b.fma(y, s11);
            FloatVector z = FloatVector.fromMemorySegment(SPECIES, MEMORY, x2 + at, ORDER);
            s02 = a.fma(z, s02);
            s12 = b.fma(z, s12);
            FloatVector u = FloatVector.fromMemorySegment(SPECIES, MEMORY, x3 + at, ORDER);
            s03 = a.fma(u, s03);
            s13 = b.fma(u, s13);
        }
        finish(s00.reduceLanes(VectorOperators.ADD), weight, input, whole, depth, bias, output, 0);
        finish(s10.reduceLanes(VectorOperators.ADD), w1, input, whole, depth, bias, output, next);
        finish(s01.reduceLanes(VectorOperators.ADD), weight, x1, whole, depth, bias, output + i1 * outputStride, 0);
        finish(s11.reduceLanes(VectorOperators.ADD), w1, x1, whole, depth, bias, output + i1 * outputStride, next);
        finish(s02.reduceLanes(VectorOperators.ADD), weight, x2, whole, depth, bias, output + i2 * outputStride, 0);
        finish(s12.reduceLanes(VectorOperators.ADD), w1, x2, whole, depth, bias, output + i2 * outputStride, next);
        finish(s03.reduceLanes(VectorOperators.ADD), weight, x3, whole, depth, bias, output + i3 * outputStride, 0);
        finish(s13.reduceLanes(VectorOperators.ADD), w1, x3, whole, depth, bias, output + i3 * outputStride, next);
    }

    private static void finish(float sum, long weight, long input, int whole, int depth, long bias, long output, int feature) {
        float result = sum;
        for (int p = whole; p < depth; p++) {
            result += MEMORY.get(FLOAT, weight + 4L * p) * MEMORY.get(FLOAT, input + 4L * p);
        }
        MEMORY.set(FLOAT, output + 4L * feature, bias == 0 ? result : result + MEMORY.get(FLOAT, bias + 4L * feature));
    }
}
