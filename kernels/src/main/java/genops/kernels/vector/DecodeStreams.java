package genops.kernels.vector;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.SPECIES;
import static genops.kernels.vector.Simd.VECTOR_BYTES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The multiplications of {@link DecodeRows} for eight keys side by side, where every head has keys of its own and fills whole vectors:
 * one loop over all heads of the eight rows instead of a loop for each head. Each load instruction then walks one row with one
 * stride from end to end, which is what the CPU's prefetcher follows; loops of a head's few vectors lost a third of the bandwidth.
 */
final class DecodeStreams {
    /** Keys walked side by side. */
    static final int KEYS = 8;

    private DecodeStreams() {}

    /**
     * {@code scores[head][i] = scale · q·kᵢ} for keys i = 0 … 7.
     *
     * @param query the rows of all heads, one behind the other, as those of a key are
     * @param key address of the first key
     * @param stride bytes from a key to the next
     * @param vectors vectors of a head
     * @param scoresStride bytes from a head's scores to the next head's
     */
    static void scores(long query, long key, long stride, int heads, int vectors, float scale, long scores, long scoresStride) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector s4 = s0;
        FloatVector s5 = s0;
        FloatVector s6 = s0;
        FloatVector s7 = s0;
        int count = heads * vectors;
        int ofHead = 0;
        long to = scores;
        for (int v = 0; v < count; v++) {
            long at = (long) v * VECTOR_BYTES;
            FloatVector q = Simd.load(query + at);
            long k = key + at;
            s0 = q.fma(Simd.load(k), s0);
            s1 = q.fma(Simd.load(k + stride), s1);
            s2 = q.fma(Simd.load(k + 2 * stride), s2);
            s3 = q.fma(Simd.load(k + 3 * stride), s3);
            s4 = q.fma(Simd.load(k + 4 * stride), s4);
            s5 = q.fma(Simd.load(k + 5 * stride), s5);
            s6 = q.fma(Simd.load(k + 6 * stride), s6);
            s7 = q.fma(Simd.load(k + 7 * stride), s7);
            if (++ofHead == vectors) {
                MEMORY.set(FLOAT, to, scale * s0.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, to + 4, scale * s1.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, to + 8, scale * s2.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, to + 12, scale * s3.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, to + 16, scale * s4.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, to + 20, scale * s5.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, to + 24, scale * s6.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, to + 28, scale * s7.reduceLanes(VectorOperators.ADD));
                s0 = FloatVector.zero(SPECIES);
                s1 = s0;
                s2 = s0;
                s3 = s0;
                s4 = s0;
                s5 = s0;
                s6 = s0;
                s7 = s0;
                ofHead = 0;
                to += scoresStride;
            }
        }
    }

    /**
     * {@code output[head] += Σ p[head][i] · vᵢ} for values i = 0 … 7.
     *
     * @param probabilities as {@code scores}
     * @param value address of the first value, of the first head
     * @param outputStride bytes from a head's output to the next head's
     */
    static void weigh(long probabilities, long probabilitiesStride, long value, long stride, int heads, int vectors, long output,
            long outputStride) {
        int count = heads * vectors;
        long betweenHeads = outputStride - (long) vectors * VECTOR_BYTES;
        int ofHead = 0;
        long p = probabilities;
        long to = output;
        for (int i = 0; i < count; i++) {
            long v = value + (long) i * VECTOR_BYTES;
            FloatVector sum = Simd.load(to);
            sum = weight(p).fma(Simd.load(v), sum);
            sum = weight(p + 4).fma(Simd.load(v + stride), sum);
            sum = weight(p + 8).fma(Simd.load(v + 2 * stride), sum);
            sum = weight(p + 12).fma(Simd.load(v + 3 * stride), sum);
            sum = weight(p + 16).fma(Simd.load(v + 4 * stride), sum);
            sum = weight(p + 20).fma(Simd.load(v + 5 * stride), sum);
            sum = weight(p + 24).fma(Simd.load(v + 6 * stride), sum);
            sum = weight(p + 28).fma(Simd.load(v + 7 * stride), sum);
            Simd.store(sum, to);
            to += VECTOR_BYTES;
            if (++ofHead == vectors) {
                ofHead = 0;
                p += probabilitiesStride;
                to += betweenHeads;
            }
        }
    }

    private static FloatVector weight(long address) {
        return FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, address));
    }
}
