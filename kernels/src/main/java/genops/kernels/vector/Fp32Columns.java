package genops.kernels.vector;

import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.ORDER;
import static genops.kernels.vector.Simd.SPECIES;
import static genops.kernels.vector.Simd.VECTOR_BYTES;

import jdk.incubator.vector.FloatVector;

/** Weights in fp32. With 32 registers one and two rows take a tile of four: reading a weight takes longer than multiplying it. */
final class Fp32Columns implements WeightColumns {

    @Override
    public int rows() {
        return Simd.REGISTERS < 32 ? 2 : 4;
    }

    @Override
    public int unit() {
        return 1;
    }

    @Override
    public long bytes(int depth) {
        return Packing.bytes(depth, LANES);
    }

    @Override
    public void pack(int depth, int features, long from, long to) {
        Packing.packTransposed(depth, features, from, 4L * depth, to);
    }

    @Override
    public void tile(int depth, float[] x, int from, int stride, int last, long w0, long w1, long w2, long w3, float[] sums, int at) {
        if (rows() == 2) {
            rows2(depth, x, from, from + last * stride, w0, w1, w2, w3, sums, at);
        } else {
            rows4(depth, x, from, stride, last, w0, w1, w2, w3, sums, at);
        }
    }

    private static void rows2(int depth, float[] x, int from, int second, long w0, long w1, long w2, long w3, float[] sums, int at) {
        FloatVector s00 = FloatVector.fromArray(SPECIES, sums, at);
        FloatVector s01 = FloatVector.fromArray(SPECIES, sums, at + LANES);
        FloatVector s02 = FloatVector.fromArray(SPECIES, sums, at + 2 * LANES);
        FloatVector s03 = FloatVector.fromArray(SPECIES, sums, at + 3 * LANES);
        FloatVector s10 = FloatVector.fromArray(SPECIES, sums, at + 4 * LANES);
        FloatVector s11 = FloatVector.fromArray(SPECIES, sums, at + 5 * LANES);
        FloatVector s12 = FloatVector.fromArray(SPECIES, sums, at + 6 * LANES);
        FloatVector s13 = FloatVector.fromArray(SPECIES, sums, at + 7 * LANES);
        int step = Simd.one();
        for (int p = 0; p < depth; p += step) {
            long w = (long) p * VECTOR_BYTES;
            FloatVector a = FloatVector.fromMemorySegment(SPECIES, MEMORY, w0 + w, ORDER);
            FloatVector b = FloatVector.fromMemorySegment(SPECIES, MEMORY, w1 + w, ORDER);
            FloatVector c = FloatVector.fromMemorySegment(SPECIES, MEMORY, w2 + w, ORDER);
            FloatVector d = FloatVector.fromMemorySegment(SPECIES, MEMORY, w3 + w, ORDER);
            FloatVector v = FloatVector.broadcast(SPECIES, x[from + p]);
            s00 = v.fma(a, s00);
            s01 = v.fma(b, s01);
            s02 = v.fma(c, s02);
            s03 = v.fma(d, s03);
            v = FloatVector.broadcast(SPECIES, x[second + p]);
            s10 = v.fma(a, s10);
            s11 = v.fma(b, s11);
            s12 = v.fma(c, s12);
            s13 = v.fma(d, s13);
        }
        s00.intoArray(sums, at);
        s01.intoArray(sums, at + LANES);
        s02.intoArray(sums, at + 2 * LANES);
        s03.intoArray(sums, at + 3 * LANES);
        s10.intoArray(sums, at + 4 * LANES);
        s11.intoArray(sums, at + 5 * LANES);
        s12.intoArray(sums, at + 6 * LANES);
        s13.intoArray(sums, at + 7 * LANES);
    }

    private static void rows4(int depth, float[] x, int from, int stride, int last, long w0, long w1, long w2, long w3, float[] sums,
            int at) {
        int second = from + Math.min(1, last) * stride;
        int third = from + Math.min(2, last) * stride;
        int fourth = from + Math.min(3, last) * stride;
        FloatVector s00 = FloatVector.fromArray(SPECIES, sums, at);
        FloatVector s01 = FloatVector.fromArray(SPECIES, sums, at + LANES);
        FloatVector s02 = FloatVector.fromArray(SPECIES, sums, at + 2 * LANES);
        FloatVector s03 = FloatVector.fromArray(SPECIES, sums, at + 3 * LANES);
        FloatVector s10 = FloatVector.fromArray(SPECIES, sums, at + 4 * LANES);
        FloatVector s11 = FloatVector.fromArray(SPECIES, sums, at + 5 * LANES);
        FloatVector s12 = FloatVector.fromArray(SPECIES, sums, at + 6 * LANES);
        FloatVector s13 = FloatVector.fromArray(SPECIES, sums, at + 7 * LANES);
        FloatVector s20 = FloatVector.fromArray(SPECIES, sums, at + 8 * LANES);
        FloatVector s21 = FloatVector.fromArray(SPECIES, sums, at + 9 * LANES);
        FloatVector s22 = FloatVector.fromArray(SPECIES, sums, at + 10 * LANES);
        FloatVector s23 = FloatVector.fromArray(SPECIES, sums, at + 11 * LANES);
        FloatVector s30 = FloatVector.fromArray(SPECIES, sums, at + 12 * LANES);
        FloatVector s31 = FloatVector.fromArray(SPECIES, sums, at + 13 * LANES);
        FloatVector s32 = FloatVector.fromArray(SPECIES, sums, at + 14 * LANES);
        FloatVector s33 = FloatVector.fromArray(SPECIES, sums, at + 15 * LANES);
        for (int p = 0; p < depth; p++) {
            long w = (long) p * VECTOR_BYTES;
            FloatVector a = FloatVector.fromMemorySegment(SPECIES, MEMORY, w0 + w, ORDER);
            FloatVector b = FloatVector.fromMemorySegment(SPECIES, MEMORY, w1 + w, ORDER);
            FloatVector c = FloatVector.fromMemorySegment(SPECIES, MEMORY, w2 + w, ORDER);
            FloatVector d = FloatVector.fromMemorySegment(SPECIES, MEMORY, w3 + w, ORDER);
            FloatVector v = FloatVector.broadcast(SPECIES, x[from + p]);
            s00 = v.fma(a, s00);
            s01 = v.fma(b, s01);
            s02 = v.fma(c, s02);
            s03 = v.fma(d, s03);
            v = FloatVector.broadcast(SPECIES, x[second + p]);
            s10 = v.fma(a, s10);
            s11 = v.fma(b, s11);
            s12 = v.fma(c, s12);
            s13 = v.fma(d, s13);
            v = FloatVector.broadcast(SPECIES, x[third + p]);
            s20 = v.fma(a, s20);
            s21 = v.fma(b, s21);
            s22 = v.fma(c, s22);
            s23 = v.fma(d, s23);
            v = FloatVector.broadcast(SPECIES, x[fourth + p]);
            s30 = v.fma(a, s30);
            s31 = v.fma(b, s31);
            s32 = v.fma(c, s32);
            s33 = v.fma(d, s33);
        }
        s00.intoArray(sums, at);
        s01.intoArray(sums, at + LANES);
        s02.intoArray(sums, at + 2 * LANES);
        s03.intoArray(sums, at + 3 * LANES);
        s10.intoArray(sums, at + 4 * LANES);
        s11.intoArray(sums, at + 5 * LANES);
        s12.intoArray(sums, at + 6 * LANES);
        s13.intoArray(sums, at + 7 * LANES);
        s20.intoArray(sums, at + 8 * LANES);
        s21.intoArray(sums, at + 9 * LANES);
        s22.intoArray(sums, at + 10 * LANES);
        s23.intoArray(sums, at + 11 * LANES);
        s30.intoArray(sums, at + 12 * LANES);
        s31.intoArray(sums, at + 13 * LANES);
        s32.intoArray(sums, at + 14 * LANES);
        s33.intoArray(sums, at + 15 * LANES);
    }
}
