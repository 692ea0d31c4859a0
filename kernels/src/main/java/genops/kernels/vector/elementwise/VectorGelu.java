package genops.kernels.vector.elementwise;

import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.ORDER;
import static genops.kernels.vector.Simd.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * GELU with the error function, {@code x · Φ(x) = max(x, 0) − |x| · Q(|x|)} with the tail {@code Q(a) = ½ erfc(a/√2)} of the normal
 * distribution: a minimax polynomial of degree 15 on [0, 5.5] (Remez's equation solved by Lawson's iteration), 0 beyond, where Q is
 * less than 2⁻²⁵. No division and no exponential: 15 fused operations.
 *
 * <p>Error: at most {@code 3e-7 · |x| · (1 + |erf(x/√2)|)}; held to that by test.
 */
final class VectorGelu {
    private static final float RANGE = 5.5f;
    private static final float SLOPE = 2 / RANGE;
    /** Q by falling powers of {@code s = 2a/5.5 − 1}, in which no coefficient exceeds 0.28 and nothing cancels much. */
    private static final float[] TAIL = {
        -0x1.c1a7b4p-8f, 0x1.ab3ca6p-8f, 0x1.16e928p-5f, -0x1.81d434p-5f,
        -0x1.b85128p-5f, 0x1.196794p-3f, -0x1.078902p-5f, -0x1.52dcc2p-3f,
        0x1.bda51cp-3f, -0x1.9f5df0p-5f, -0x1.6a9574p-3f, 0x1.1651c6p-2f,
        -0x1.a78ec8p-3f, 0x1.835404p-4f, -0x1.99bafap-6f, 0x1.868f6cp-9f,
    };
    private static final float C15 = TAIL[0];
    private static final float C14 = TAIL[1];
    private static final float C13 = TAIL[2];
    private static final float C12 = TAIL[3];
    private static final float C11 = TAIL[4];
    private static final float C10 = TAIL[5];
    private static final float C9 = TAIL[6];
    private static final float C8 = TAIL[7];
    private static final float C7 = TAIL[8];
    private static final float C6 = TAIL[9];
    private static final float C5 = TAIL[10];
    private static final float C4 = TAIL[11];
    private static final float C3 = TAIL[12];
    private static final float C2 = TAIL[13];
    private static final float C1 = TAIL[14];
    private static final float C0 = TAIL[15];

    private VectorGelu() {}

    /**
     * GELU of {@code count} floats, a multiple of a vector, at these addresses. The API is called directly throughout: of helpers that
     * take and return vectors, C2 leaves some out where a method has so many, and each of those allocates its result.
     */
    static void vectors(long input, long output, int count) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector x = FloatVector.fromMemorySegment(SPECIES, MEMORY, input + 4L * i, ORDER);
            FloatVector a = x.abs();
            FloatVector s = a.mul(SLOPE).sub(1f);
            FloatVector q = FloatVector.broadcast(SPECIES, C15);
            q = q.lanewise(VectorOperators.FMA, s, C14);
            q = q.lanewise(VectorOperators.FMA, s, C13);
            q = q.lanewise(VectorOperators.FMA, s, C12);
            q = q.lanewise(VectorOperators.FMA, s, C11);
            q = q.lanewise(VectorOperators.FMA, s, C10);
            q = q.lanewise(VectorOperators.FMA, s, C9);
            q = q.lanewise(VectorOperators.FMA, s, C8);
            q = q.lanewise(VectorOperators.FMA, s, C7);
            q = q.lanewise(VectorOperators.FMA, s, C6);
            q = q.lanewise(VectorOperators.FMA, s, C5);
            q = q.lanewise(VectorOperators.FMA, s, C4);
            q = q.lanewise(VectorOperators.FMA, s, C3);
            q = q.lanewise(VectorOperators.FMA, s, C2);
            q = q.lanewise(VectorOperators.FMA, s, C1);
            q = q.lanewise(VectorOperators.FMA, s, C0);
            FloatVector bump = a.mul(q).blend(0f, a.compare(VectorOperators.GE, RANGE));
            x.blend(0f, x.compare(VectorOperators.LT, 0f)).sub(bump).intoMemorySegment(MEMORY, output + 4L * i, ORDER);
        }
    }

    /** GELU of one float, for fewer than a vector. */
    static float scalar(float x) {
        float a = Math.abs(x);
        float s = a * SLOPE - 1;
        float q = 0;
        for (float coefficient : TAIL) {
            q = Math.fma(q, s, coefficient);
        }
        float bump = a >= RANGE ? 0 : a * q;
        return (x < 0 ? 0 : x) - bump;
    }
}
