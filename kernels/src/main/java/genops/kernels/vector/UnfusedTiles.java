package genops.kernels.vector;

import static genops.kernels.vector.Simd.VECTOR_BYTES;

import genops.kernels.BoundKernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.Attention;
import java.lang.foreign.Arena;

/**
 * The three passes of {@link UnfusedAttention} over a score matrix {@code (batch, heads, queries, keys)} in memory. Each pass is
 * finished for all heads before the next begins. Tiles of queries and keys, packing and micro-kernel are those of
 * {@link FlashTiles}; key tiles beyond a causal mask are left out of all three passes.
 */
final class UnfusedTiles implements BoundKernel {
    private static final int QUERIES = AttentionTiles.QUERIES;

    private final AttentionLayout layout;
    private final Workers workers = Workers.shared();
    private final Arena arena = Arena.ofShared();
    private final KeyValuePanels panels;
    private final int queryTiles;
    private final int tasks;
    private final long rowBytes;
    private final long outputStride;
    private final long scores;
    private final long outputs;
    private final float[][] left;
    private final Workers.Task multiplyQueriesWithKeys = this::multiplyQueriesWithKeys;
    private final Workers.Task softmax = this::softmax;
    private final Workers.Task multiplyWithValues = this::multiplyWithValues;

    UnfusedTiles(AttentionLayout layout) {
        this.layout = layout;
        this.queryTiles = queryTiles(layout.queries());
        this.tasks = Math.multiplyExact(Math.multiplyExact(layout.batch(), layout.heads()), queryTiles);
        this.panels = new KeyValuePanels(layout, queryTiles, arena);
        this.rowBytes = UnfusedAttention.scoreRowBytes(layout.keys());
        this.outputStride = (long) Packing.vectors(layout.headDim()) * VECTOR_BYTES;
        this.scores = arena.allocate(rowBytes * layout.batch() * layout.heads() * layout.queries(), Tensors.ALIGNMENT).address();
        this.left = new float[workers.count()][Math.max(AttentionTiles.leftSize(layout.headDim()),
                AttentionTiles.leftSize(KeyValuePanels.KEYS))];
        this.outputs = arena.allocate(workers.count() * outputStride * QUERIES, Tensors.ALIGNMENT).address();
    }

    private static int queryTiles(int queries) {
        return (queries + QUERIES - 1) / QUERIES;
    }

    /** Bytes it needs beside the tensors: the score matrix, packed keys and values. */
    static long workspaceBytes(Attention shape) {
        return KeyValuePanels.bytes(shape, queryTiles(shape.queryLength()))
                + UnfusedAttention.scoreRowBytes(shape.keyLength()) * shape.batch() * shape.heads() * shape.queryLength()
                + Workers.shared().count() * ((long) Packing.vectors(shape.headDim()) * VECTOR_BYTES * QUERIES
                        + 4L * Math.max(AttentionTiles.leftSize(shape.headDim()), AttentionTiles.leftSize(KeyValuePanels.KEYS)));
    }

    @Override
    public void run() {
        panels.prepare(workers);
        workers.run(tasks, multiplyQueriesWithKeys);
        workers.run(tasks, softmax);
        workers.run(tasks, multiplyWithValues);
    }

    @Override
    public void close() {
        arena.close();
    }

    private int first(int task) {
        // the last queries see the most keys: started first, they do not leave the other workers waiting at the end
        return (queryTiles - 1 - task % queryTiles) * QUERIES;
    }

    private int rows(int task) {
        return Math.min(QUERIES, layout.queries() - first(task));
    }

    private int head(int task) {
        return task / queryTiles % layout.heads();
    }

    private int batch(int task) {
        return task / queryTiles / layout.heads();
    }

    private long scores(int task) {
        return scores + ((long) task / queryTiles * layout.queries() + first(task)) * rowBytes;
    }

    /** Keys of a tile that some row of a task sees. */
    private int keys(int task, int tile) {
        int visible = layout.visible(first(task) + rows(task) - 1) - tile * KeyValuePanels.KEYS;
        return Math.min(panels.keysIn(tile), visible);
    }

    private void multiplyQueriesWithKeys(int task, int worker) {
        AttentionTiles.packLeft(rows(task), layout.headDim(), layout.queryRow(batch(task), head(task), first(task)),
                layout.queryRow(), layout.queryEnd(), left[worker]);
        for (int k = 0; k < KeyValuePanels.tiles(layout.keys()) && keys(task, k) > 0; k++) {
            long panel = panels.keys(batch(task), layout.kvHead(head(task)), k, worker);
            AttentionTiles.multiply(rows(task), layout.headDim(), layout.headDim(), Packing.vectors(panels.keysIn(k)),
                    Packing.vectors(keys(task, k)), left[worker], panel, Packing.ZEROS, 0,
                    scores(task) + 4L * k * KeyValuePanels.KEYS, rowBytes);
        }
    }

    /** Three sweeps over a row that stays in cache: maximum, powers and their sum, division. */
    private void softmax(int task, int worker) {
        int visibleToAll = layout.visible(first(task) + rows(task) - 1);
        for (int r = 0; r < rows(task); r++) {
            UnfusedAttention.softmaxRow(scores(task) + r * rowBytes, layout.visible(first(task) + r), visibleToAll,
                    outputs + worker * outputStride * QUERIES);
        }
    }

    private void multiplyWithValues(int task, int worker) {
        long output = outputs + worker * outputStride * QUERIES;
        int width = Packing.vectors(layout.headDim());
        for (int k = 0; k < KeyValuePanels.tiles(layout.keys()) && keys(task, k) > 0; k++) {
            long panel = panels.values(batch(task), layout.kvHead(head(task)), k, worker);
            long first = scores(task) + 4L * k * KeyValuePanels.KEYS;
            AttentionTiles.packLeft(rows(task), keys(task, k), first, rowBytes, first + (rows(task) - 1) * rowBytes
                    + UnfusedAttention.scoreRowBytes(keys(task, k)), left[worker]);
            AttentionTiles.multiply(rows(task), keys(task, k), panels.keysIn(k), width, width, left[worker], panel,
                    k == 0 ? Packing.ZEROS : output, k == 0 ? 0 : outputStride, output, outputStride);
        }
        for (int r = 0; r < rows(task); r++) {
            Rows.copy(output + r * outputStride, layout.outputRow(batch(task), head(task), first(task) + r), layout.headDim());
        }
    }
}
