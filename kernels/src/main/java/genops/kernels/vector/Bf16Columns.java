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
 * Weights in bfloat16, the upper half of an fp32 number. A 32-bit lane holds two weights of a feature, the even one in its lower half and
 * the odd one in its upper, so that a shift and a mask widen both; each is widened once for all input rows.
 */
final class Bf16Columns implements WeightColumns {
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SPECIES.vectorShape());
    private static final int UPPER = 0xFFFF0000;

    /** Two: four would be more code than the compiler takes into one method, and sums in objects. */
    @Override
    public int rows() {
        return 2;
    }

    @Override
    public int unit() {
        return 2;
    }

    @Override
    public long bytes(int depth) {
        return 2L * depth * LANES;
    }

    @Override
    public void pack(int depth, int features, long from, long to) {
        int padded = (depth + 1) / 2 * 2;
        for (int p = 0; p < padded; p++) {
            for (int f = 0; f < LANES; f++) {
                int bits = p < depth && f < features ? round(MEMORY.get(FLOAT, from + 4L * ((long) f * depth + p))) : 0;
                MEMORY.set(ValueLayout.JAVA_SHORT_UNALIGNED, to + 4L * ((long) (p / 2) * LANES + f) + 2 * (p % 2), (short) bits);
            }
        }
    }

    /** The bfloat16 nearest to a finite number, ties to even. */
    static int round(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (bits + 0x7FFF + (bits >>> 16 & 1)) >>> 16;
    }

    @Override
    public void tile(int depth, float[] x, int from, int stride, int last, long w0, long w1, long w2, long w3, float[] sums, int at) {
        int second = from + last * stride;
        FloatVector s00 = FloatVector.fromArray(SPECIES, sums, at);
        FloatVector s01 = FloatVector.fromArray(SPECIES, sums, at + LANES);
        FloatVector s02 = FloatVector.fromArray(SPECIES, sums, at + 2 * LANES);
        FloatVector s03 = FloatVector.fromArray(SPECIES, sums, at + 3 * LANES);
        FloatVector s10 = FloatVector.fromArray(SPECIES, sums, at + 4 * LANES);
        FloatVector s11 = FloatVector.fromArray(SPECIES, sums, at + 5 * LANES);
        FloatVector s12 = FloatVector.fromArray(SPECIES, sums, at + 6 * LANES);
        FloatVector s13 = FloatVector.fromArray(SPECIES, sums, at + 7 * LANES);
        int step = 2 * Simd.one();
        for (int p = 0; p < depth; p += step) {
            long w = 2L * p * LANES;
            IntVector a = load(w0 + w);
            IntVector b = load(w1 + w);
            IntVector c = load(w2 + w);
            IntVector d = load(w3 + w);
            FloatVector fa = lower(a);
            FloatVector fb = lower(b);
            FloatVector fc = lower(c);
            FloatVector fd = lower(d);
            FloatVector v = FloatVector.broadcast(SPECIES, x[from + p]);
            s00 = v.fma(fa, s00);
            s01 = v.fma(fb, s01);
            s02 = v.fma(fc, s02);
            s03 = v.fma(fd, s03);
            v = FloatVector.broadcast(SPECIES, x[second + p]);
            s10 = v.fma(fa, s10);
            s11 = v.fma(fb, s11);
            s12 = v.fma(fc, s12);
            s13 = v.fma(fd, s13);
            fa = upper(a);
            fb = upper(b);
            fc = upper(c);
            fd = upper(d);
            v = FloatVector.broadcast(SPECIES, x[from + p + 1]);
            s00 = v.fma(fa, s00);
            s01 = v.fma(fb, s01);
            s02 = v.fma(fc, s02);
            s03 = v.fma(fd, s03);
            v = FloatVector.broadcast(SPECIES, x[second + p + 1]);
            s10 = v.fma(fa, s10);
            s11 = v.fma(fb, s11);
            s12 = v.fma(fc, s12);
            s13 = v.fma(fd, s13);
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

    private static IntVector load(long address) {
        return IntVector.fromMemorySegment(INTS, MEMORY, address, ORDER);
    }

    private static FloatVector lower(IntVector pair) {
        return pair.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
    }

    private static FloatVector upper(IntVector pair) {
        return pair.lanewise(VectorOperators.AND, UPPER).reinterpretAsFloats();
    }
}
