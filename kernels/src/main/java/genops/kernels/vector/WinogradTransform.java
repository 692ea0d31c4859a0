package genops.kernels.vector;

import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.ORDER;
import static genops.kernels.vector.Simd.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The three one-dimensional transforms of Winograd's F(4, 3), which finds four outputs of a filter of three taps with six
 * multiplications instead of twelve: {@code y = Aᵀ((G w) ⊙ (Bᵀ x))}; applied to rows and columns they make F(4×4, 3×3) (Lavin and
 * Gray, arXiv 1509.09308).
 *
 * <p>Toom and Cook's interpolation at the points 0, ±a, ±b, ∞. Lavin and Gray's a = 1, b = 2 lose a factor of four of the accuracy
 * of direct summation; a = 5/8 and b = 3/2 balance the magnitudes of the powers and lose less than two, at the same number of
 * operations (on the choice of points: Barabasz et al., ACM Trans. Math. Softw. 46, 2020). All constants of Bᵀ and Aᵀ are exact in
 * fp32 with either.
 *
 * <p>Vectors run over channels, which lie side by side.
 */
final class WinogradTransform {
    /** Outputs of the one-dimensional transform: the side of an output tile. */
    static final int OUT = 4;
    /** Inputs of the one-dimensional transform: the side of an input tile. */
    static final int IN = 6;
    /** Multiplications of a tile. */
    static final int POINTS = IN * IN;

    private static final double A = 5.0 / 8;
    private static final double B = 3.0 / 2;
    private static final float A1 = (float) A;
    private static final float B1 = (float) B;
    private static final float A2 = (float) (A * A);
    private static final float B2 = (float) (B * B);
    private static final float A3 = (float) (A * A * A);
    private static final float B3 = (float) (B * B * B);
    private static final float SUM = (float) (A * A + B * B);
    private static final float PRODUCT = (float) (A * A * B * B);

    /** G, one row a point: the filter's value there, over the product of the point's distances from the others. */
    private static final double[][] G = {
        {1 / (A * A * B * B), 0, 0},
        filter(A, 2 * A * A * (A * A - B * B)),
        filter(-A, 2 * A * A * (A * A - B * B)),
        filter(B, 2 * B * B * (B * B - A * A)),
        filter(-B, 2 * B * B * (B * B - A * A)),
        {0, 0, 1},
    };

    private WinogradTransform() {}

    private static double[] filter(double point, double distances) {
        return new double[] {1 / distances, point / distances, point * point / distances};
    }

    /**
     * The factors {@code G[i][u] · G[j][v]} of the nine weights of a filter, row by row, in its transform's point {@code (i, j)}.
     *
     * @param point {@code i · IN + j}
     */
    static double[] weightFactors(int point) {
        double[] factors = new double[9];
        for (int u = 0; u < 3; u++) {
            for (int v = 0; v < 3; v++) {
                factors[3 * u + v] = G[point / IN][u] * G[point % IN][v];
            }
        }
        return factors;
    }

    /**
     * {@code Bᵀ x}: six rows of channels become six.
     *
     * @param count channels, a multiple of the vector's lanes
     * @param to where the first row goes
     * @param stride bytes from a written row to the next
     */
    static void input(int count, long x0, long x1, long x2, long x3, long x4, long x5, long to, long stride) {
        FloatVector a = FloatVector.broadcast(SPECIES, A1);
        FloatVector b = FloatVector.broadcast(SPECIES, B1);
        FloatVector minusA2 = FloatVector.broadcast(SPECIES, -A2);
        FloatVector minusB2 = FloatVector.broadcast(SPECIES, -B2);
        FloatVector minusSum = FloatVector.broadcast(SPECIES, -SUM);
        FloatVector product = FloatVector.broadcast(SPECIES, PRODUCT);
        int step = Simd.step();
        for (int c = 0; c < count; c += step) {
            long at = 4L * c;
            FloatVector d0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x0 + at, ORDER);
            FloatVector d1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x1 + at, ORDER);
            FloatVector d2 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x2 + at, ORDER);
            FloatVector d3 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x3 + at, ORDER);
            FloatVector d4 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x4 + at, ORDER);
            FloatVector d5 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x5 + at, ORDER);
            long t = to + at;
            product.fma(d0, minusSum.fma(d2, d4)).intoMemorySegment(MEMORY, t, ORDER);
            FloatVector even = minusB2.fma(d2, d4);
            FloatVector odd = minusB2.fma(d1, d3);
            a.fma(odd, even).intoMemorySegment(MEMORY, t + stride, ORDER);
            even.sub(odd.mul(a)).intoMemorySegment(MEMORY, t + 2 * stride, ORDER);
            even = minusA2.fma(d2, d4);
            odd = minusA2.fma(d1, d3);
            b.fma(odd, even).intoMemorySegment(MEMORY, t + 3 * stride, ORDER);
            even.sub(odd.mul(b)).intoMemorySegment(MEMORY, t + 4 * stride, ORDER);
            product.fma(d1, minusSum.fma(d3, d5)).intoMemorySegment(MEMORY, t + 5 * stride, ORDER);
        }
    }

    /**
     * {@code Aᵀ m + init}: six rows of channels become four.
     *
     * @param count channels, a multiple of the vector's lanes
     * @param from the first row
     * @param stride bytes from a row that is read to the next
     * @param init a row to add to each result: the bias, or zeros
     */
    static void output(int count, long from, long stride, long init, long y0, long y1, long y2, long y3) {
        FloatVector a = FloatVector.broadcast(SPECIES, A1);
        FloatVector b = FloatVector.broadcast(SPECIES, B1);
        FloatVector a2 = FloatVector.broadcast(SPECIES, A2);
        FloatVector b2 = FloatVector.broadcast(SPECIES, B2);
        FloatVector a3 = FloatVector.broadcast(SPECIES, A3);
        FloatVector b3 = FloatVector.broadcast(SPECIES, B3);
        int step = Simd.step();
        for (int c = 0; c < count; c += step) {
            long at = 4L * c;
            long m = from + at;
            FloatVector m0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, m, ORDER);
            FloatVector m1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, m + stride, ORDER);
            FloatVector m2 = FloatVector.fromMemorySegment(SPECIES, MEMORY, m + 2 * stride, ORDER);
            FloatVector m3 = FloatVector.fromMemorySegment(SPECIES, MEMORY, m + 3 * stride, ORDER);
            FloatVector m4 = FloatVector.fromMemorySegment(SPECIES, MEMORY, m + 4 * stride, ORDER);
            FloatVector m5 = FloatVector.fromMemorySegment(SPECIES, MEMORY, m + 5 * stride, ORDER);
            FloatVector add = FloatVector.fromMemorySegment(SPECIES, MEMORY, init + at, ORDER);
            FloatVector evenA = m1.add(m2);
            FloatVector oddA = m1.sub(m2);
            FloatVector evenB = m3.add(m4);
            FloatVector oddB = m3.sub(m4);
            m0.add(evenA).add(evenB).add(add).intoMemorySegment(MEMORY, y0 + at, ORDER);
            a.fma(oddA, b.fma(oddB, add)).intoMemorySegment(MEMORY, y1 + at, ORDER);
            a2.fma(evenA, b2.fma(evenB, add)).intoMemorySegment(MEMORY, y2 + at, ORDER);
            a3.fma(oddA, b3.fma(oddB, m5)).add(add).intoMemorySegment(MEMORY, y3 + at, ORDER);
        }
    }
}
