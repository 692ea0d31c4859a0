package genops.kernels.vector;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.SPECIES;

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
        int streamed = streamed(layout, count);
        DecodeStreams.scores(layout.queryRow(batch, 0, 0), layout.keyRow(batch, 0, first), layout.keyRow(),
                streamed / DecodeStreams.COUNT, layout.heads(), layout.headDim() / LANES, scale, scores, stride);
        for (int j = streamed; j < count; j += 4) {
            for (int kvHead = 0; kvHead < layout.kvHeads(); kvHead++) {
                long key = layout.keyRow(batch, kvHead, first + j);
                for (int head = kvHead * group; head < (kvHead + 1) * group; head++) {
                    long query = layout.queryRow(batch, head, 0);
                    long to = scores + head * stride + 4L * j;
                    if (j + 4 <= count) {
                        dotFour(query, key, layout.keyRow(), layout.headDim(), scale, to);
                    } else {
                        for (int i = 0; i < count - j; i++) {
                            MEMORY.set(FLOAT, to + 4L * i, scale * dot(query, key + i * layout.keyRow(), layout.headDim()));
                        }
                    }
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
        int streamed = streamed(layout, count);
        DecodeStreams.weigh(probabilities + fromHead * stride, stride, layout.valueRow(batch, fromHead, first), layout.keyRow(),
                streamed / DecodeStreams.COUNT, toHead - fromHead, layout.headDim() / LANES, output + fromHead * outputStride,
                outputStride);
        for (int j = streamed; j < count; j += 4) {
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

    /** Of {@code count} keys those, from the first on, that {@link DecodeStreams} takes. */
    private static int streamed(AttentionLayout layout, int count) {
        return layout.heads() == layout.kvHeads() && layout.headDim() % LANES == 0 ? count / DecodeStreams.COUNT * DecodeStreams.COUNT : 0;
    }

    /** Dot products of one row with four, times a factor: four independent sums, and the row is loaded once for all. */
    private static void dotFour(long x, long y, long stride, int count, float factor, long to) {
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            FloatVector q = Simd.load(x + 4L * i);
            long at = y + 4L * i;
            sum0 = q.fma(Simd.load(at), sum0);
            sum1 = q.fma(Simd.load(at + stride), sum1);
            sum2 = q.fma(Simd.load(at + 2 * stride), sum2);
            sum3 = q.fma(Simd.load(at + 3 * stride), sum3);
        }
        float s0 = sum0.reduceLanes(VectorOperators.ADD);
        float s1 = sum1.reduceLanes(VectorOperators.ADD);
        float s2 = sum2.reduceLanes(VectorOperators.ADD);
        float s3 = sum3.reduceLanes(VectorOperators.ADD);
        for (; i < count; i++) {
            float q = MEMORY.get(FLOAT, x + 4L * i);
            long at = y + 4L * i;
            s0 += q * MEMORY.get(FLOAT, at);
            s1 += q * MEMORY.get(FLOAT, at + stride);
            s2 += q * MEMORY.get(FLOAT, at + 2 * stride);
            s3 += q * MEMORY.get(FLOAT, at + 3 * stride);
        }
        MEMORY.set(FLOAT, to, factor * s0);
        MEMORY.set(FLOAT, to + 4, factor * s1);
        MEMORY.set(FLOAT, to + 8, factor * s2);
        MEMORY.set(FLOAT, to + 12, factor * s3);
    }

    /** Dot product of two rows. */
    private static float dot(long x, long y, int count) {
        FloatVector vector = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            vector = Simd.load(x + 4L * i).fma(Simd.load(y + 4L * i), vector);
        }
        float sum = vector.reduceLanes(VectorOperators.ADD);
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
