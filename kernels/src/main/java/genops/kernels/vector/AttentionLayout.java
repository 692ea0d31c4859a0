package genops.kernels.vector;

import genops.kernels.Tensors;
import genops.shapes.operator.Attention;
import genops.shapes.operator.TemporalAttention;

/**
 * Where the rows of an attention lie: every row of {@code headDim} floats is contiguous, sequences and batch have any stride. Thus the
 * same loops serve sequences that lie in one piece and the frames of a video, which lie a frame apart.
 *
 * <p>Addresses are absolute, strides are in bytes. Query and output have the same strides, so have key and value.
 *
 * @param queryBatch stride from a batch element to the next, of query and output
 * @param queryRow stride from a query to the next
 * @param keyBatch stride from a batch element to the next, of key and value
 * @param keyRow stride from a key to the next
 */
record AttentionLayout(int batch, int heads, int kvHeads, int queries, int keys, int headDim, boolean causal, long query, long key,
        long value, long output, long queryBatch, long queryRow, long keyBatch, long keyRow) {

    static AttentionLayout of(Attention shape, Tensors tensors) {
        return of(shape, tensors.get("query").address(), tensors.get("key").address(), tensors.get("value").address(),
                tensors.output().address());
    }

    /** Sequences that lie in one piece each, {@code (batch, length, heads, headDim)}, at these addresses. */
    static AttentionLayout of(Attention shape, long query, long key, long value, long output) {
        long queryRow = 4L * shape.heads() * shape.headDim();
        long keyRow = 4L * shape.kvHeads() * shape.headDim();
        return new AttentionLayout(shape.batch(), shape.heads(), shape.kvHeads(), shape.queryLength(), shape.keyLength(),
                shape.headDim(), shape.causal(), query, key, value, output, shape.queryLength() * queryRow, queryRow,
                shape.keyLength() * keyRow, keyRow);
    }

    /** Frames outermost: the steps of a sequence lie {@code positions · heads · headDim} floats apart. */
    static AttentionLayout of(TemporalAttention shape, Tensors tensors) {
        long position = 4L * shape.heads() * shape.headDim();
        long frame = shape.positions() * position;
        return new AttentionLayout(shape.positions(), shape.heads(), shape.heads(), shape.frames(), shape.frames(), shape.headDim(),
                shape.causal(), tensors.get("query").address(), tensors.get("key").address(), tensors.get("value").address(),
                tensors.output().address(), position, frame, position, frame);
    }

    long queryRow(int batchIndex, int head, int row) {
        return query + offset(batchIndex, head, row, queryBatch, queryRow);
    }

    /** Address behind the last element of the queries. */
    long queryEnd() {
        return queryRow(batch - 1, heads - 1, queries - 1) + 4L * headDim;
    }

    long outputRow(int batchIndex, int head, int row) {
        return output + offset(batchIndex, head, row, queryBatch, queryRow);
    }

    long keyRow(int batchIndex, int kvHead, int row) {
        return key + offset(batchIndex, kvHead, row, keyBatch, keyRow);
    }

    long valueRow(int batchIndex, int kvHead, int row) {
        return value + offset(batchIndex, kvHead, row, keyBatch, keyRow);
    }

    private long offset(int batchIndex, int head, int row, long batchStride, long rowStride) {
        return batchIndex * batchStride + row * rowStride + 4L * head * headDim;
    }

    /** The key head that a query head reads. */
    int kvHead(int head) {
        return head / (heads / kvHeads);
    }

    /** Keys that a query attends to. */
    int visible(int row) {
        return causal ? keys - queries + row + 1 : keys;
    }

    /** Factor on scores so that softmax is a power of two: {@code log₂e / √headDim}. */
    float scale() {
        return (float) (Math.log(Math.E) / Math.log(2) / Math.sqrt(headDim));
    }
}
