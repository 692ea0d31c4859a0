package genops.kernels.vector;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.SPECIES;
import static genops.kernels.vector.Simd.VECTOR_BYTES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** fp32 weights, where and as they lie. */
final class DotStreams implements WeightStreams {

    @Override
    public int weightBytes() {
        return Float.BYTES;
    }

    @Override
    public int unit() {
        return LANES;
    }

    @Override
    public int count(int inputs) {
        return 4;
    }

    @Override
    public void pack(int depth, long from, long to) {
        Rows.copy(from, to, depth);
    }

    @Override
    public void inputs1(int rows, int depth, long weight, long input, long output) {
        int vectors = depth / LANES;
        long stream = (long) rows * vectors * VECTOR_BYTES;
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int count = rows * vectors;
        int ofRow = 0;
        int row = 0;
        for (int v = 0; v < count; v++) {
            long w = weight + (long) v * VECTOR_BYTES;
            FloatVector x = Simd.load(input + (long) ofRow * VECTOR_BYTES);
            s0 = Simd.load(w).fma(x, s0);
            s1 = Simd.load(w + stream).fma(x, s1);
            s2 = Simd.load(w + 2 * stream).fma(x, s2);
            s3 = Simd.load(w + 3 * stream).fma(x, s3);
            if (++ofRow == vectors) {
                MEMORY.set(FLOAT, output + 4L * row, MEMORY.get(FLOAT, output + 4L * row) + s0.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, output + 4L * (row + rows),
                        MEMORY.get(FLOAT, output + 4L * (row + rows)) + s1.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, output + 4L * (row + 2 * rows),
                        MEMORY.get(FLOAT, output + 4L * (row + 2 * rows)) + s2.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, output + 4L * (row + 3 * rows),
                        MEMORY.get(FLOAT, output + 4L * (row + 3 * rows)) + s3.reduceLanes(VectorOperators.ADD));
                s0 = FloatVector.zero(SPECIES);
                s1 = s0;
                s2 = s0;
                s3 = s0;
                ofRow = 0;
                row++;
            }
        }
    }

    @Override
    public void inputs2(int rows, int depth, long weight, long input, long inputStride, long output, long outputStride) {
        int vectors = depth / LANES;
        long stream = (long) rows * vectors * VECTOR_BYTES;
        long output1 = output + outputStride;
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s10 = s00;
        FloatVector s20 = s00;
        FloatVector s30 = s00;
        FloatVector s01 = s00;
        FloatVector s11 = s00;
        FloatVector s21 = s00;
        FloatVector s31 = s00;
        int count = rows * vectors;
        int ofRow = 0;
        int row = 0;
        for (int v = 0; v < count; v++) {
            long w = weight + (long) v * VECTOR_BYTES;
            long at = input + (long) ofRow * VECTOR_BYTES;
            FloatVector a = Simd.load(w);
            FloatVector b = Simd.load(w + stream);
            FloatVector c = Simd.load(w + 2 * stream);
            FloatVector d = Simd.load(w + 3 * stream);
            FloatVector x = Simd.load(at);
            s00 = a.fma(x, s00);
            s10 = b.fma(x, s10);
            s20 = c.fma(x, s20);
            s30 = d.fma(x, s30);
            FloatVector y = Simd.load(at + inputStride);
            s01 = a.fma(y, s01);
            s11 = b.fma(y, s11);
            s21 = c.fma(y, s21);
            s31 = d.fma(y, s31);
            if (++ofRow == vectors) {
                MEMORY.set(FLOAT, output + 4L * row, MEMORY.get(FLOAT, output + 4L * row) + s00.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, output + 4L * (row + rows),
                        MEMORY.get(FLOAT, output + 4L * (row + rows)) + s10.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, output + 4L * (row + 2 * rows),
                        MEMORY.get(FLOAT, output + 4L * (row + 2 * rows)) + s20.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, output + 4L * (row + 3 * rows),
                        MEMORY.get(FLOAT, output + 4L * (row + 3 * rows)) + s30.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, output1 + 4L * row, MEMORY.get(FLOAT, output1 + 4L * row) + s01.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, output1 + 4L * (row + rows),
                        MEMORY.get(FLOAT, output1 + 4L * (row + rows)) + s11.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, output1 + 4L * (row + 2 * rows),
                        MEMORY.get(FLOAT, output1 + 4L * (row + 2 * rows)) + s21.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, output1 + 4L * (row + 3 * rows),
                        MEMORY.get(FLOAT, output1 + 4L * (row + 3 * rows)) + s31.reduceLanes(VectorOperators.ADD));
                s00 = FloatVector.zero(SPECIES);
                s10 = s00;
                s20 = s00;
                s30 = s00;
                s01 = s00;
                s11 = s00;
                s21 = s00;
                s31 = s00;
                ofRow = 0;
                row++;
            }
        }
    }

    @Override
    public void row(int depth, long weight, long input, long output) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int v = 0; v < depth / LANES; v++) {
            long at = (long) v * VECTOR_BYTES;
            sum = Simd.load(weight + at).fma(Simd.load(input + at), sum);
        }
        MEMORY.set(FLOAT, output, MEMORY.get(FLOAT, output) + sum.reduceLanes(VectorOperators.ADD));
    }
}
