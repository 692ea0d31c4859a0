package genops.kernels.vector;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.SPECIES;
import static genops.kernels.vector.Simd.VECTOR_BYTES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The multiplications of {@link DecodeRows} where every head has keys of its own and fills whole vectors: the keys are cut into eight
 * streams, walked side by side, each from its first key to its last and through all heads in one loop. Each load instruction then
 * walks one stream with one stride, which is what the CPU's prefetcher follows; loops of a head's few vectors lost a third of the
 * bandwidth.
 *
 * <p>Stream s holds keys {@code s · keys … (s + 1) · keys − 1}. Strides are in bytes, addresses absolute.
 */
final class DecodeStreams {
    /** Streams walked side by side. */
    static final int COUNT = 8;

    private DecodeStreams() {}

    /**
     * {@code scores[head][j] = scale · q·kⱼ}.
     *
     * @param query the rows of all heads, one behind the other, as those of a key are
     * @param key address of the first key
     * @param keyStride from a key to the next
     * @param keys keys of a stream
     * @param vectors vectors of a head
     * @param scoresStride from a head's scores to the next head's
     */
    static void scores(long query, long key, long keyStride, int keys, int heads, int vectors, float scale, long scores,
            long scoresStride) {
        long stream = keys * keyStride;
        long betweenKeys = keyStride - (long) heads * vectors * VECTOR_BYTES;
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector s4 = s0;
        FloatVector s5 = s0;
        FloatVector s6 = s0;
        FloatVector s7 = s0;
        int count = keys * heads * vectors;
        int ofHead = 0;
        int head = 0;
        long q = query;
        long k = key;
        long to = scores;
        long ofKey = scores;
        for (int v = 0; v < count; v++) {
            FloatVector x = Simd.load(q);
            s0 = x.fma(Simd.load(k), s0);
            s1 = x.fma(Simd.load(k + stream), s1);
            s2 = x.fma(Simd.load(k + 2 * stream), s2);
            s3 = x.fma(Simd.load(k + 3 * stream), s3);
            s4 = x.fma(Simd.load(k + 4 * stream), s4);
            s5 = x.fma(Simd.load(k + 5 * stream), s5);
            s6 = x.fma(Simd.load(k + 6 * stream), s6);
            s7 = x.fma(Simd.load(k + 7 * stream), s7);
            q += VECTOR_BYTES;
            k += VECTOR_BYTES;
            if (++ofHead == vectors) {
                MEMORY.set(FLOAT, to, scale * s0.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, to + 4L * keys, scale * s1.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, to + 8L * keys, scale * s2.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, to + 12L * keys, scale * s3.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, to + 16L * keys, scale * s4.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, to + 20L * keys, scale * s5.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, to + 24L * keys, scale * s6.reduceLanes(VectorOperators.ADD));
                MEMORY.set(FLOAT, to + 28L * keys, scale * s7.reduceLanes(VectorOperators.ADD));
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
                if (++head == heads) {
                    head = 0;
                    q = query;
                    k += betweenKeys;
                    ofKey += Float.BYTES;
                    to = ofKey;
                }
            }
        }
    }

    /**
     * {@code output[head] += Σ p[head][j] · vⱼ}.
     *
     * @param probabilities as {@code scores}
     * @param value address of the first value, of the first head
     * @param outputStride from a head's output to the next head's
     */
    static void weigh(long probabilities, long probabilitiesStride, long value, long valueStride, int keys, int heads, int vectors,
            long output, long outputStride) {
        long stream = keys * valueStride;
        long betweenKeys = valueStride - (long) heads * vectors * VECTOR_BYTES;
        long betweenHeads = outputStride - (long) vectors * VECTOR_BYTES;
        int count = keys * heads * vectors;
        int ofHead = 0;
        int head = 0;
        long p = probabilities;
        long ofKey = probabilities;
        long v = value;
        long to = output;
        for (int i = 0; i < count; i++) {
            FloatVector sum = Simd.load(to);
            sum = weight(p).fma(Simd.load(v), sum);
            sum = weight(p + 4L * keys).fma(Simd.load(v + stream), sum);
            sum = weight(p + 8L * keys).fma(Simd.load(v + 2 * stream), sum);
            sum = weight(p + 12L * keys).fma(Simd.load(v + 3 * stream), sum);
            sum = weight(p + 16L * keys).fma(Simd.load(v + 4 * stream), sum);
            sum = weight(p + 20L * keys).fma(Simd.load(v + 5 * stream), sum);
            sum = weight(p + 24L * keys).fma(Simd.load(v + 6 * stream), sum);
            sum = weight(p + 28L * keys).fma(Simd.load(v + 7 * stream), sum);
            Simd.store(sum, to);
            to += VECTOR_BYTES;
            v += VECTOR_BYTES;
            if (++ofHead == vectors) {
                ofHead = 0;
                p += probabilitiesStride;
                to += betweenHeads;
                if (++head == heads) {
                    head = 0;
                    v += betweenKeys;
                    ofKey += Float.BYTES;
                    p = ofKey;
                    to = output;
                }
            }
        }
    }

    private static FloatVector weight(long address) {
        return FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, address));
    }
}
