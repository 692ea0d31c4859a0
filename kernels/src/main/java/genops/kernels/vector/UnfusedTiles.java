package genops.kernels.vector;

import static genops.kernels.vector.Simd.VECTOR_BYTES;

import genops.kernels.BoundKernel;
import genops.kernels.Workspace;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.Attention;

/**
 * The three passes of {@link UnfusedAttention} over a score matrix {@code (batch, heads, queries, keys)} in memory. Each pass is
 * finished for all heads before the next begins. Tiles of queries and keys, packing and micro-kernel are those of
 * {@link FlashTiles}; key tiles beyond a causal mask are left out of all three passes. A head whose packed keys are larger than
 * their share of the last cache is walked over in {@link KeyChunks}, as there.
 */
final class UnfusedTiles implements BoundKernel {
    private static final int QUERIES = AttentionTiles.QUERIES;

    private final AttentionLayout layout;
    private final Workers workers = Workers.shared();
    private final Workspace workspace = new Workspace();
    private final KeyValuePanels panels;
    private final AttentionTasks tasks;
    private final KeyChunks chunks;
    private final long rowBytes;
    private final long outputStride;
    private final long scores;
    private final long outputs;
    private final float[][] left;
    private final Workers.Task multiplyQueriesWithKeys = this::multiplyQueriesWithKeys;
    private final Workers.Task softmax = this::softmax;
    private final Workers.Task multiplyWithValues = this::multiplyWithValues;
    private int chunk;

    UnfusedTiles(AttentionLayout layout) {
        this(layout, KeyChunks.of(layout.keys(), layout.headDim(), 1));
    }

    UnfusedTiles(AttentionLayout layout, KeyChunks chunks) {
        this.layout = layout;
        this.tasks = new AttentionTasks(layout);
        this.panels = new KeyValuePanels(layout, tasks, workspace);
        this.chunks = chunks;
        this.rowBytes = UnfusedAttention.scoreRowBytes(layout.keys());
        this.outputStride = (long) Packing.vectors(layout.headDim()) * VECTOR_BYTES;
        this.scores = workspace.allocate(rowBytes * layout.batch() * layout.heads() * layout.queries());
        this.left = workspace.floats(workers.count(), Math.max(AttentionTiles.leftSize(layout.headDim()),
                AttentionTiles.leftSize(KeyValuePanels.KEYS)));
        this.outputs = workspace.allocate(workers.count() * outputStride * QUERIES);
    }

    /** Bytes it needs beside the tensors: the score matrix, packed keys and values. */
    static long workspaceBytes(Attention shape) {
        return KeyValuePanels.bytes(shape)
                + UnfusedAttention.scoreRowBytes(shape.keyLength()) * shape.batch() * shape.heads() * shape.queryLength()
                + Workers.shared().count() * ((long) Packing.vectors(shape.headDim()) * VECTOR_BYTES * QUERIES
                        + 4L * Math.max(AttentionTiles.leftSize(shape.headDim()), AttentionTiles.leftSize(KeyValuePanels.KEYS)));
    }

    @Override
    public void run() {
        panels.prepare(workers);
        runChunks(multiplyQueriesWithKeys);
        workers.run(tasks.tiles(), softmax);
        runChunks(multiplyWithValues);
    }

    private void runChunks(Workers.Task task) {
        for (chunk = 0; chunk < chunks.count(); chunk++) {
            workers.run(tasks.count(), task);
        }
    }

    @Override
    public long workspaceBytes() {
        return workspace.bytes();
    }

    @Override
    public void close() {
        workspace.close();
    }

    private long scores(int tile) {
        long head = (long) tasks.batch(tile) * layout.heads() + tasks.head(tile);
        return scores + (head * layout.queries() + tasks.first(tile)) * rowBytes;
    }

    /** Keys that some query of a tile sees. */
    private int visible(int tile) {
        return layout.visible(tasks.first(tile) + tasks.rows(tile) - 1);
    }

    /** Tile of keys after the last that a query tile needs of this chunk. */
    private int end(int tile) {
        return chunks.end(chunk, KeyValuePanels.tiles(visible(tile)));
    }

    /** Scratch memory of a worker for a tile of output. */
    private long output(int worker) {
        return outputs + worker * outputStride * QUERIES;
    }

    private void multiplyQueriesWithKeys(int task, int worker) {
        tasks.fetchQueries(task, output(worker));
        tasks.fetchKeys(task, output(worker));
        for (int i = 0; i < tasks.split().tilesOfTask(); i++) {
            scoreTile(tasks.firstTile(task) + i, worker);
        }
    }

    private void scoreTile(int tile, int worker) {
        int rows = tasks.rows(tile);
        AttentionTiles.packLeft(rows, layout.headDim(), layout.queryRow(tasks.batch(tile), tasks.head(tile), tasks.first(tile)),
                layout.queryRow(), layout.queryEnd(), left[worker]);
        for (int k = chunks.first(chunk); k < end(tile); k++) {
            int keys = Math.min(panels.keysIn(k), visible(tile) - k * KeyValuePanels.KEYS);
            AttentionTiles.multiply(rows, layout.headDim(), layout.headDim(), Packing.vectors(panels.keysIn(k)), Packing.vectors(keys),
                    left[worker], panels.keys(tile, k, worker), Packing.ZEROS, 0, scores(tile) + 4L * k * KeyValuePanels.KEYS, rowBytes);
        }
    }

    /** Three sweeps over a row that stays in cache: maximum, powers and their sum, division. */
    private void softmax(int tile, int worker) {
        for (int r = 0; r < tasks.rows(tile); r++) {
            UnfusedAttention.softmaxRow(scores(tile) + r * rowBytes, layout.visible(tasks.first(tile) + r), visible(tile),
                    output(worker));
        }
    }

    private void multiplyWithValues(int task, int worker) {
        tasks.fetchValues(task, output(worker));
        for (int i = 0; i < tasks.split().tilesOfTask(); i++) {
            weighTile(tasks.firstTile(task) + i, worker);
        }
    }

    private void weighTile(int tile, int worker) {
        long output = output(worker);
        int width = Packing.vectors(layout.headDim());
        int rows = tasks.rows(tile);
        if (chunk > 0) {
            for (int r = 0; r < rows; r++) {
                Rows.copy(outputRow(tile, r), output + r * outputStride, layout.headDim());
            }
        }
        for (int k = chunks.first(chunk); k < end(tile); k++) {
            int keys = Math.min(panels.keysIn(k), visible(tile) - k * KeyValuePanels.KEYS);
            long first = scores(tile) + 4L * k * KeyValuePanels.KEYS;
            AttentionTiles.packLeft(rows, keys, first, rowBytes, first + (rows - 1) * rowBytes + UnfusedAttention.scoreRowBytes(keys),
                    left[worker]);
            AttentionTiles.multiply(rows, keys, panels.keysIn(k), width, width, left[worker], panels.values(tile, k, worker),
                    k == 0 ? Packing.ZEROS : output, k == 0 ? 0 : outputStride, output, outputStride);
        }
        for (int r = 0; r < rows; r++) {
            Rows.copy(output + r * outputStride, outputRow(tile, r), layout.headDim());
        }
    }

    private long outputRow(int tile, int row) {
        return layout.outputRow(tasks.batch(tile), tasks.head(tile), tasks.first(tile) + row);
    }
}
