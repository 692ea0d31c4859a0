package genops.kernels.vector;

import static genops.kernels.vector.Simd.VECTOR_BYTES;

import genops.kernels.BoundKernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.Attention;
import java.lang.foreign.Arena;

/**
 * Attention by tiles with an online softmax, in the order of FlashAttention-2 (Dao, arXiv 2307.08691, algorithm 1): a task owns a
 * tile of {@link #QUERIES} queries of one head and walks over the tiles of keys. For each it computes the scores, raises the
 * running maximum m, turns scores into {@code 2^(s − m)}, adds them to the running sum and multiplies them with the values into the
 * output tile. Scores never leave the cache.
 */
final class FlashTiles implements BoundKernel {
    /** Queries of a tile, a multiple of the micro-kernel's rows: a tile of scores of 24 KiB fits the first-level cache. */
    static final int QUERIES = 48;

    private final AttentionLayout layout;
    private final Workers workers = Workers.shared();
    private final Arena arena = Arena.ofShared();
    private final KeyValuePanels panels;
    private final int queryTiles;
    private final int tasks;
    private final long scratch;
    private final long scratchBytes;
    private final Workers.Task task = this::tile;

    FlashTiles(AttentionLayout layout) {
        this.layout = layout;
        this.queryTiles = queryTiles(layout.queries());
        this.tasks = Math.multiplyExact(Math.multiplyExact(layout.batch(), layout.heads()), queryTiles);
        this.panels = new KeyValuePanels(layout, queryTiles, arena);
        this.scratchBytes = scratchBytes(layout.headDim());
        this.scratch = arena.allocate(workers.count() * scratchBytes, Tensors.ALIGNMENT).address();
    }

    private static int queryTiles(int queries) {
        return (queries + QUERIES - 1) / QUERIES;
    }

    /** Of one worker: a tile of scores, one of output, partial sums and maxima. */
    private static long scratchBytes(int headDim) {
        return 4L * QUERIES * KeyValuePanels.KEYS + outputStride(headDim) * QUERIES + (long) QUERIES * VECTOR_BYTES
                + 4L * QUERIES;
    }

    private static long outputStride(int headDim) {
        return (long) Packing.vectors(headDim) * VECTOR_BYTES;
    }

    /** Bytes it needs beside the tensors. */
    static long workspaceBytes(Attention shape) {
        return KeyValuePanels.bytes(shape, queryTiles(shape.queryLength()))
                + Workers.shared().count() * scratchBytes(shape.headDim());
    }

    @Override
    public void run() {
        panels.prepare(workers);
        workers.run(tasks, task);
    }

    @Override
    public void close() {
        arena.close();
    }

    private void tile(int index, int worker) {
        // the last queries see the most keys: started first, they do not leave the other workers waiting at the end
        int tile = queryTiles - 1 - index % queryTiles;
        int head = index / queryTiles % layout.heads();
        int batch = index / queryTiles / layout.heads();
        int first = tile * QUERIES;
        int rows = Math.min(QUERIES, layout.queries() - first);
        long scores = scratch + worker * scratchBytes;
        long output = scores + 4L * QUERIES * KeyValuePanels.KEYS;
        long sums = output + outputStride(layout.headDim()) * QUERIES;
        long maxima = sums + (long) QUERIES * VECTOR_BYTES;
        for (int r = 0; r < rows; r++) {
            AttentionTiles.set(maxima + 4L * r, Float.NEGATIVE_INFINITY);
        }
        AttentionTiles.clear(sums, rows);
        int visible = layout.visible(first + rows - 1);
        for (int k = 0; k * KeyValuePanels.KEYS < visible; k++) {
            keyTile(batch, head, first, rows, k, Math.min(panels.keysIn(k), visible - k * KeyValuePanels.KEYS), worker, scores, output,
                    sums, maxima);
        }
        for (int r = 0; r < rows; r++) {
            AttentionTiles.scale(output + r * outputStride(layout.headDim()), layout.outputRow(batch, head, first + r),
                    layout.headDim(), 1 / AttentionTiles.sum(sums + (long) r * VECTOR_BYTES));
        }
    }

    private void keyTile(int batch, int head, int first, int rows, int k, int keys, int worker, long scores, long output, long sums,
            long maxima) {
        int headDim = layout.headDim();
        int kvHead = layout.kvHead(head);
        int packed = Packing.vectors(panels.keysIn(k));
        int vectors = Packing.vectors(keys);
        long stride = (long) packed * VECTOR_BYTES;
        AttentionTiles.multiply(rows, headDim, headDim, packed, vectors, layout.queryRow(batch, head, first), layout.queryRow(),
                panels.keys(batch, kvHead, k, worker), Packing.ZEROS, 0, scores, stride);
        maskTile(first, rows, k, vectors * Simd.LANES, scores, stride);
        for (int r = 0; r < rows; r++) {
            AttentionTiles.raise(AttentionTiles.max(scores + r * stride, vectors), maxima + 4L * r, sums + (long) r * VECTOR_BYTES,
                    k == 0 ? 0 : Packing.vectors(headDim), output + r * outputStride(headDim));
        }
        for (int r = 0; r < rows; r++) {
            AttentionTiles.exponentiate(scores + r * stride, vectors, AttentionTiles.get(maxima + 4L * r),
                    sums + (long) r * VECTOR_BYTES);
        }
        int width = Packing.vectors(headDim);
        AttentionTiles.multiply(rows, keys, panels.keysIn(k), width, width, scores, stride,
                panels.values(batch, kvHead, k, worker), k == 0 ? Packing.ZEROS : output, k == 0 ? 0 : outputStride(headDim), output,
                outputStride(headDim));
    }

    /** Masks what the packed tile was padded with and what a causal mask hides. */
    private void maskTile(int first, int rows, int k, int columns, long scores, long stride) {
        if (layout.visible(first) - k * KeyValuePanels.KEYS < columns) {
            for (int r = 0; r < rows; r++) {
                AttentionTiles.mask(scores + r * stride, layout.visible(first + r) - k * KeyValuePanels.KEYS, columns);
            }
        }
    }
}
