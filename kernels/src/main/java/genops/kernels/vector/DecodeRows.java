package genops.kernels.vector;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.SPECIES;
import static genops.kernels.vector.Simd.VECTOR_BYTES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The two multiplications of attention with a single query for each head, shared by all its kernels. With one row there is nothing to
 * reuse: the time is that of reading keys and values once, so rows are walked in the order in which they lie, all heads of a key
 * before the next key. All addresses are absolute.
 */
final class DecodeRows {

    private DecodeRows() {}

    /**
     * Scores of keys {@code first … first + count − 1} of all heads: {@code scores[head][j] = scale · q·k}.
     *
     * @param stride bytes from a head's scores to the next head's
     */
    static void scores(AttentionLayout layout, int batch, int first, int count, long scores, long stride) {
        float scale = layout.scale();
        int group = layout.heads() / layout.kvHeads();
        for (int j = 0; j < count; j++) {
            for (int kvHead = 0; kvHead < layout.kvHeads(); kvHead++) {
                long key = layout.keyRow(batch, kvHead, first + j);
                for (int head = kvHead * group; head < (kvHead + 1) * group; head++) {
                    MEMORY.set(FLOAT, scores + head * stride + 4L * j,
                            scale * dot(layout.queryRow(batch, head, 0), key, layout.headDim()));
                }
            }
        }
    }

    /**
     * Adds the values of keys {@code first … first + count − 1}, each times its probability, to the output rows of the heads that
     * share key heads {@code fromHead … toHead − 1}.
     *
     * @param probabilities as {@code scores}
     * @param output one row of {@code headDim} floats for each head
     * @param outputStride bytes from a head's output to the next head's
     */
    static void weigh(AttentionLayout layout, int batch, int fromHead, int toHead, int first, int count, long probabilities,
            long stride, long output, long outputStride) {
        int group = layout.heads() / layout.kvHeads();
        for (int j = 0; j < count; j += 4) {
            for (int kvHead = fromHead; kvHead < toHead; kvHead++) {
                long value = layout.valueRow(batch, kvHead, first + j);
                for (int head = kvHead * group; head < (kvHead + 1) * group; head++) {
                    long p = probabilities + head * stride + 4L * j;
                    if (j + 4 <= count) {
                        addFour(p, value, layout.keyRow(), output + head * outputStride, layout.headDim());
                    } else {
                        for (int i = 0; i < count - j; i++) {
                            add(MEMORY.get(FLOAT, p + 4L * i), value + i * layout.keyRow(), output + head * outputStride,
                                    layout.headDim());
                        }
                    }
                }
            }
        }
    }

    /** Dot product of two rows: four independent sums, so that it is bound by loads and not by the latency of an addition. */
    private static float dot(long x, long y, int count) {
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int i = 0;
        for (; i <= count - 4 * LANES; i += 4 * LANES) {
            long a = x + 4L * i;
            long b = y + 4L * i;
            sum0 = Simd.load(a).fma(Simd.load(b), sum0);
            sum1 = Simd.load(a + VECTOR_BYTES).fma(Simd.load(b + VECTOR_BYTES), sum1);
            sum2 = Simd.load(a + 2L * VECTOR_BYTES).fma(Simd.load(b + 2L * VECTOR_BYTES), sum2);
            sum3 = Simd.load(a + 3L * VECTOR_BYTES).fma(Simd.load(b + 3L * VECTOR_BYTES), sum3);
        }
        for (; i <= count - LANES; i += LANES) {
            sum0 = Simd.load(x + 4L * i).fma(Simd.load(y + 4L * i), sum0);
        }
        float sum = sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(VectorOperators.ADD);
        for (; i < count; i++) {
            sum += MEMORY.get(FLOAT, x + 4L * i) * MEMORY.get(FLOAT, y + 4L * i);
        }
        return sum;
    }

    /** {@code output += p₀v₀ + … + p₃v₃}: the output row is loaded and stored once for four keys. */
    private static void addFour(long p, long value, long stride, long output, int count) {
        float p0 = MEMORY.get(FLOAT, p);
        float p1 = MEMORY.get(FLOAT, p + 4);
        float p2 = MEMORY.get(FLOAT, p + 8);
        float p3 = MEMORY.get(FLOAT, p + 12);
        FloatVector w0 = FloatVector.broadcast(SPECIES, p0);
        FloatVector w1 = FloatVector.broadcast(SPECIES, p1);
        FloatVector w2 = FloatVector.broadcast(SPECIES, p2);
        FloatVector w3 = FloatVector.broadcast(SPECIES, p3);
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            long v = value + 4L * i;
            FloatVector sum = Simd.load(output + 4L * i);
            sum = w0.fma(Simd.load(v), sum);
            sum = w1.fma(Simd.load(v + stride), sum);
            sum = w2.fma(Simd.load(v + 2 * stride), sum);
            sum = w3.fma(Simd.load(v + 3 * stride), sum);
            Simd.store(sum, output + 4L * i);
        }
        for (; i < count; i++) {
            long v = value + 4L * i;
            MEMORY.set(FLOAT, output + 4L * i, MEMORY.get(FLOAT, output + 4L * i) + p0 * MEMORY.get(FLOAT, v)
                    + p1 * MEMORY.get(FLOAT, v + stride) + p2 * MEMORY.get(FLOAT, v + 2 * stride)
                    + p3 * MEMORY.get(FLOAT, v + 3 * stride));
        }
    }

    /** {@code output += p · value}. */
    static void add(float p, long value, long output, int count) {
        FloatVector weight = FloatVector.broadcast(SPECIES, p);
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            Simd.store(weight.fma(Simd.load(value + 4L * i), Simd.load(output + 4L * i)), output + 4L * i);
        }
        for (; i < count; i++) {
            MEMORY.set(FLOAT, output + 4L * i, MEMORY.get(FLOAT, output + 4L * i) + p * MEMORY.get(FLOAT, value + 4L * i));
        }
    }
}
