package genops.kernels.onednn;

import static genops.kernels.onednn.OneDnn.ARG_DESTINATION;
import static genops.kernels.onednn.OneDnn.ARG_SOURCE;
import static genops.kernels.onednn.OneDnn.ARG_WEIGHTS;

import genops.kernels.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Attention as three primitives over all heads: matmul {@code QKᵀ} with scale and causal mask as operations after it, softmax in
 * place, matmul with V. The natives carry no graph interface, the only one through which oneDNN offers attention as one operation.
 *
 * @param queryRows dimensions of queries and outputs: two of the batch, then rows and head dim
 * @param queryStrides their steps
 * @param keyRows dimensions of keys and values: the same two of the batch, then keys and head dim
 * @param keyStrides their steps
 * @param repeats how often the three run, as where several query heads share a key head
 * @param repeatStride step from the queries of one repeat to those of the next
 */
record AttentionProblem(long[] queryRows, long[] queryStrides, long[] keyRows, long[] keyStrides, int repeats, long repeatStride,
        boolean causal) {
    private static final int BINARY_ADD = 131056;
    private static final int SOFTMAX_ACCURATE = 196608;
    private static final int RANK = 4;
    /** The second argument of the second operation after the product. */
    private static final int ARG_MASK = 2 * OneDnn.ARG_POST_OP | OneDnn.ARG_SOURCE_1;

    private long rows() {
        return queryRows[RANK - 2];
    }

    private long keys() {
        return keyRows[RANK - 2];
    }

    void build(Primitives primitives, Tensors tensors) {
        long query = primitives.strided(queryRows, queryStrides);
        long keyTransposed = primitives.strided(lastTwoSwapped(keyRows), lastTwoSwapped(keyStrides));
        long value = primitives.strided(keyRows, keyStrides);
        long scores = primitives.rowMajor(queryRows[0], queryRows[1], rows(), keys());
        long scoresMemory = primitives.allocate(scores);
        long mask = primitives.rowMajor(1, 1, rows(), keys());
        float scale = (float) (1 / Math.sqrt(queryRows[RANK - 1]));
        long attributes = primitives.attributes(operations -> {
            Eltwise.LINEAR.after(scale).applyAsLong(operations);
            if (causal) {
                OneDnn.call("dnnl_post_ops_append_binary", operations, BINARY_ADD, mask);
            }
            return operations;
        });
        long product = primitives.describe("dnnl_matmul_primitive_desc_create", query, keyTransposed, 0L, scores, attributes);
        long softmax = primitives.describe("dnnl_softmax_forward_primitive_desc_create", OneDnn.FORWARD_INFERENCE, SOFTMAX_ACCURATE,
                scores, scores, RANK - 1, primitives.attributes());
        long weighted = primitives.describe("dnnl_matmul_primitive_desc_create", scores, value, 0L, query, primitives.attributes());

        long k = primitives.memory(keyTransposed, tensors.get("key"));
        long v = primitives.memory(value, tensors.get("value"));
        long maskMemory = causal ? causalMask(primitives, mask) : 0;
        for (int repeat = 0; repeat < repeats; repeat++) {
            long offset = repeat * repeatStride * Float.BYTES;
            long q = primitives.memory(query, tensors.get("query").asSlice(offset));
            if (causal) {
                primitives.add(product, ARG_SOURCE, q, ARG_WEIGHTS, k, ARG_DESTINATION, scoresMemory, ARG_MASK, maskMemory);
            } else {
                primitives.add(product, ARG_SOURCE, q, ARG_WEIGHTS, k, ARG_DESTINATION, scoresMemory);
            }
            primitives.add(softmax, ARG_SOURCE, scoresMemory, ARG_DESTINATION, scoresMemory);
            primitives.add(weighted, ARG_SOURCE, scoresMemory, ARG_WEIGHTS, v,
                    ARG_DESTINATION, primitives.memory(query, tensors.output().asSlice(offset)));
        }
    }

    /** 0 for the keys a query sees, −∞ for those after it; the last query sees every key. */
    private long causalMask(Primitives primitives, long descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(4 * rows() * keys(), Tensors.ALIGNMENT);
            for (long i = 0; i < rows(); i++) {
                for (long j = keys() - rows() + i + 1; j < keys(); j++) {
                    mask.setAtIndex(ValueLayout.JAVA_FLOAT, i * keys() + j, Float.NEGATIVE_INFINITY);
                }
            }
            return primitives.copy(descriptor, mask);
        }
    }

    private static long[] lastTwoSwapped(long[] values) {
        return new long[] {values[0], values[1], values[3], values[2]};
    }
}
