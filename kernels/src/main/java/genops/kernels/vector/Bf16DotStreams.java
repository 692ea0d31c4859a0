package genops.kernels.vector;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.ORDER;
import static genops.kernels.vector.Simd.SPECIES;
import static genops.kernels.vector.Simd.VECTOR_BYTES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Weights in bfloat16, packed by {@link Bf16DotProducts#pack}. */
final class Bf16DotStreams implements WeightStreams {

    @Override
    public int weightBytes() {
        return Short.BYTES;
    }

    @Override
    public int unit() {
        return 2 * LANES;
    }

    /** Two with two input rows: four would be more code than the compiler takes into one method, and sums in objects. */
    @Override
    public int count(int inputs) {
        return inputs == 1 ? 4 : 2;
    }

    @Override
    public void pack(int depth, long from, long to) {
        Bf16DotProducts.pack(depth, from, to);
    }

    @Override
    public void inputs1(int rows, int depth, long weight, long input, long output) {
        int vectors = depth / (2 * LANES);
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
            long at = input + 2L * ofRow * VECTOR_BYTES;
            FloatVector x0 = Simd.load(at);
            FloatVector x1 = Simd.load(at + VECTOR_BYTES);
            IntVector a = load(w);
            s0 = upper(a).fma(x1, lower(a).fma(x0, s0));
            IntVector b = load(w + stream);
            s1 = upper(b).fma(x1, lower(b).fma(x0, s1));
            IntVector c = load(w + 2 * stream);
            s2 = upper(c).fma(x1, lower(c).fma(x0, s2));
            IntVector d = load(w + 3 * stream);
            s3 = upper(d).fma(x1, lower(d).fma(x0, s3));
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
        int vectors = depth / (2 * LANES);
        long stream = (long) rows * vectors * VECTOR_BYTES;
        long output1 = output + outputStride;
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s10 = s00;
        FloatVector s01 = s00;
        FloatVector s11 = s00;
        int count = rows * vectors;
        int ofRow = 0;
        int row = 0;
        for (int v = 0; v < count; v++) {
            long w = weight + (long) v * VECTOR_BYTES;
            long at = input + 2L * ofRow * VECTOR_BYTES;
            FloatVector x0 = Simd.load(at);
            FloatVector x1 = Simd.load(at + VECTOR_BYTES);
            FloatVector y0 = Simd.load(at + inputStride);
            FloatVector y1 = Simd.load(at + inputStride + VECTOR_BYTES);
            IntVector a = load(w);
            FloatVector a0 = lower(a);
            FloatVector a1 = upper(a);
            s00 = a1.fma(x1, a0.fma(x0, s00));
            s01 = a1.fma(y1, a0.fma(y0, s01));
            IntVector b = load(w + stream);
            FloatVector b0 = lower(b);
            FloatVector b1 = upper(b);
            s10 = b1.fma(x1, b0.fma(x0, s10));
            s11 = b1.fma(y1, b0.fma(y0, s11));
            if (++ofRow == vectors) {
                MEMORY.set(FLOAT, output + 4L * row, MEMORY.get(FLOAT, output + 4L * row) + s00.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, output + 4L * (row + rows),
                        MEMORY.get(FLOAT, output + 4L * (row + rows)) + s10.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, output1 + 4L * row, MEMORY.get(FLOAT, output1 + 4L * row) + s01.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, output1 + 4L * (row + rows),
                        MEMORY.get(FLOAT, output1 + 4L * (row + rows)) + s11.reduceLanes(VectorOperators.ADD));
                s00 = FloatVector.zero(SPECIES);
                s10 = s00;
                s01 = s00;
                s11 = s00;
                ofRow = 0;
                row++;
            }
        }
    }

    @Override
    public void row(int depth, long weight, long input, long output) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int v = 0; v < depth / (2 * LANES); v++) {
            IntVector a = load(weight + (long) v * VECTOR_BYTES);
            long at = input + 2L * v * VECTOR_BYTES;
            sum = upper(a).fma(Simd.load(at + VECTOR_BYTES), lower(a).fma(Simd.load(at), sum));
        }
        MEMORY.set(FLOAT, output, MEMORY.get(FLOAT, output) + sum.reduceLanes(VectorOperators.ADD));
    }

    private static IntVector load(long address) {
        return IntVector.fromMemorySegment(Bf16DotProducts.INTS, MEMORY, address, ORDER);
    }

    private static FloatVector lower(IntVector pair) {
        return pair.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
    }

    private static FloatVector upper(IntVector pair) {
        return pair.lanewise(VectorOperators.AND, Bf16DotProducts.UPPER).reinterpretAsFloats();
    }
}
