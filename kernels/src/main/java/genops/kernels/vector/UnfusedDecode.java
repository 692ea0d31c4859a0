package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Workspace;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.Attention;

/**
 * The three passes of {@link UnfusedAttention} for a single query of each head: scores of all keys, softmax of all rows, weighted
 * sum of all values. Keys and values are read once, in the order in which they lie, by the same loops as {@link FlashDecode}'s.
 * Keys are split over tasks in the first pass, heads in the second and third; where there are fewer key heads than workers the third
 * pass uses fewer workers, as an unfused one must that has no final combination.
 */
final class UnfusedDecode implements BoundKernel {
    private static final int BLOCK = FlashDecode.BLOCK;

    private final AttentionLayout layout;
    private final Workers workers = Workers.shared();
    private final Workspace workspace = new Workspace();
    private final int blocks;
    private final int slices;
    private final long rowBytes;
    private final long scores;
    private final long sums;
    private final Workers.Task multiplyQueriesWithKeys = this::multiplyQueriesWithKeys;
    private final Workers.Task softmax = this::softmax;
    private final Workers.Task multiplyWithValues = this::multiplyWithValues;

    UnfusedDecode(AttentionLayout layout) {
        this.layout = layout;
        this.blocks = (layout.keys() + BLOCK - 1) / BLOCK;
        this.slices = Math.min(workers.count(), layout.kvHeads());
        this.rowBytes = UnfusedAttention.scoreRowBytes(layout.keys());
        this.scores = workspace.allocate(rowBytes * layout.batch() * layout.heads());
        this.sums = workspace.allocate((long) workers.count() * Simd.VECTOR_BYTES);
    }

    /** Bytes it needs beside the tensors: a row of scores for each head, a vector for each worker. */
    static long workspaceBytes(Attention shape) {
        return UnfusedAttention.scoreRowBytes(shape.keyLength()) * shape.batch() * shape.heads()
                + (long) Workers.shared().count() * Simd.VECTOR_BYTES;
    }

    @Override
    public void run() {
        workers.run(layout.batch() * blocks, multiplyQueriesWithKeys);
        workers.run(layout.batch() * layout.heads(), softmax);
        workers.run(layout.batch() * slices, multiplyWithValues);
    }

    @Override
    public long workspaceBytes() {
        return workspace.bytes();
    }

    @Override
    public void close() {
        workspace.close();
    }

    private long scores(int batch) {
        return scores + batch * layout.heads() * rowBytes;
    }

    private void multiplyQueriesWithKeys(int task, int worker) {
        int batch = task / blocks;
        int first = task % blocks * BLOCK;
        DecodeRows.scores(layout, batch, first, Math.min(BLOCK, layout.keys() - first), scores(batch) + 4L * first, rowBytes);
    }

    private void softmax(int row, int worker) {
        UnfusedAttention.softmaxRow(scores + row * rowBytes, layout.keys(), layout.keys(), sums + (long) worker * Simd.VECTOR_BYTES);
    }

    private void multiplyWithValues(int task, int worker) {
        int batch = task / slices;
        int slice = task % slices;
        int from = (int) ((long) layout.kvHeads() * slice / slices);
        int to = (int) ((long) layout.kvHeads() * (slice + 1) / slices);
        int group = layout.heads() / layout.kvHeads();
        for (int h = from * group; h < to * group; h++) {
            Rows.zero(layout.outputRow(batch, h, 0), layout.headDim());
        }
        for (int j = 0; j < layout.keys(); j += BLOCK) {
            DecodeRows.weigh(layout, batch, from, to, j, Math.min(BLOCK, layout.keys() - j), scores(batch) + 4L * j, rowBytes,
                    layout.outputRow(batch, 0, 0), 4L * layout.headDim());
        }
    }
}
