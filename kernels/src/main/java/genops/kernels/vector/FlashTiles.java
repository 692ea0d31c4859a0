package genops.kernels.vector;

import static genops.kernels.vector.Simd.VECTOR_BYTES;

import genops.kernels.BoundKernel;
import genops.kernels.Workspace;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.Attention;

/**
 * Attention by tiles with an online softmax, in the order of FlashAttention-2 (Dao, arXiv 2307.08691, algorithm 1): a tile of
 * {@link #QUERIES} queries of one head walks over the tiles of keys; a task is one such tile or several ({@link AttentionTasks}). For
 * each it computes the scores, raises the running maximum m, turns scores into {@code 2^(s − m)}, adds them to the running sum and
 * multiplies them with the values into the output tile. Scores never leave the cache.
 *
 * <p>A head whose packed keys and values are larger than their share of the last cache is walked over in {@link KeyChunks}: all query tiles
 * take one before any takes the next. In between, m and the sums of each query are kept, and the output holds what has been weighed so far.
 */
final class FlashTiles implements BoundKernel {
    private static final int QUERIES = AttentionTiles.QUERIES;
    /** Bytes of a query tile's partial sums and maxima: whole cache lines. */
    private static final long STATISTICS_BYTES = (long) QUERIES * (VECTOR_BYTES + 4L) + 63 & -64L;

    private final AttentionLayout layout;
    private final Workers workers = Workers.shared();
    private final Workspace workspace = new Workspace();
    private final KeyValuePanels panels;
    private final AttentionTasks tasks;
    private final KeyChunks chunks;
    private final long outputStride;
    private final long statistics;
    private final Tile[] tiles;
    private final Workers.Task task = this::task;
    private int chunk;
    private final Steps<Tile> steps = new Steps<>(this::score, this::softmax, this::weigh);

    FlashTiles(AttentionLayout layout) {
        this(layout, chunks(layout.keys(), layout.headDim()));
    }

    FlashTiles(AttentionLayout layout, KeyChunks chunks) {
        this.layout = layout;
        this.tasks = new AttentionTasks(layout);
        this.panels = new KeyValuePanels(layout, tasks, workspace);
        this.chunks = chunks;
        this.outputStride = outputStride(layout.headDim());
        this.statistics = workspace.allocate(STATISTICS_BYTES * statistics(chunks, tasks.tiles()));
        this.tiles = new Tile[workers.count()];
        for (int w = 0; w < tiles.length; w++) {
            tiles[w] = new Tile(w, workspace, layout.headDim());
        }
    }

    private static KeyChunks chunks(int keys, int headDim) {
        return KeyChunks.of(keys, headDim, 2);
    }

    /** Query tiles whose statistics are kept from chunk to chunk; with a single chunk one for each worker. */
    private static long statistics(KeyChunks chunks, int queryTiles) {
        return chunks.count() > 1 ? queryTiles : Workers.shared().count();
    }

    /** Of one worker: a tile of scores and one of output. */
    private static long scratchBytes(int headDim) {
        return 4L * QUERIES * KeyValuePanels.KEYS + outputStride(headDim) * QUERIES;
    }

    private static long outputStride(int headDim) {
        return (long) Packing.vectors(headDim) * VECTOR_BYTES;
    }

    /** Bytes it needs beside the tensors. */
    static long workspaceBytes(Attention shape) {
        return KeyValuePanels.bytes(shape)
                + STATISTICS_BYTES * statistics(chunks(shape.keyLength(), shape.headDim()), AttentionTasks.tiles(shape))
                + Workers.shared().count() * (scratchBytes(shape.headDim())
                        + 4L * (AttentionTiles.leftSize(shape.headDim()) + AttentionTiles.leftSize(KeyValuePanels.KEYS)));
    }

    @Override
    public void run() {
        panels.prepare(workers);
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

    private void task(int index, int worker) {
        Tile tile = tiles[worker];
        tasks.fetchQueries(index, tile.output);
        tasks.fetchKeys(index, tile.output);
        tasks.fetchValues(index, tile.output);
        for (int i = 0; i < tasks.split().tilesOfTask(); i++) {
            queryTile(tasks.firstTile(index) + i, tile);
        }
    }

    private void queryTile(int number, Tile tile) {
        tile.number = number;
        tile.first = tasks.first(number);
        tile.rows = tasks.rows(number);
        int visible = layout.visible(tile.first + tile.rows - 1);
        int visibleTiles = KeyValuePanels.tiles(visible);
        int end = chunks.end(chunk, visibleTiles);
        if (chunks.first(chunk) >= end) {
            return;
        }
        begin(tile);
        for (int k = chunks.first(chunk); k < end; k++) {
            tile.index = k;
            tile.keys = Math.min(panels.keysIn(k), visible - k * KeyValuePanels.KEYS);
            steps.run(tile);
        }
        write(tile, end == visibleTiles);
    }

    /** Takes the queries and what earlier chunks have left. */
    private void begin(Tile tile) {
        int batch = tasks.batch(tile.number);
        int head = tasks.head(tile.number);
        AttentionTiles.packLeft(tile.rows, layout.headDim(), layout.queryRow(batch, head, tile.first), layout.queryRow(),
                layout.queryEnd(), tile.queries);
        tile.sums = statistics + STATISTICS_BYTES * (chunks.count() > 1 ? tile.number : tile.worker);
        tile.maxima = tile.sums + (long) QUERIES * VECTOR_BYTES;
        if (chunk == 0) {
            AttentionTiles.clear(tile.sums, tile.rows);
            for (int r = 0; r < tile.rows; r++) {
                AttentionTiles.set(tile.maxima + 4L * r, Float.NEGATIVE_INFINITY);
            }
        } else {
            for (int r = 0; r < tile.rows; r++) {
                Rows.copy(layout.outputRow(batch, head, tile.first + r), tile.output + r * outputStride, layout.headDim());
            }
        }
    }

    /** Writes the output, divided by the sums if no keys are left. */
    private void write(Tile tile, boolean complete) {
        int batch = tasks.batch(tile.number);
        int head = tasks.head(tile.number);
        for (int r = 0; r < tile.rows; r++) {
            float factor = complete ? 1 / AttentionTiles.sum(tile.sums + (long) r * VECTOR_BYTES) : 1;
            AttentionTiles.scale(tile.output + r * outputStride, layout.outputRow(batch, head, tile.first + r), layout.headDim(), factor);
        }
    }

    private void score(Tile tile) {
        int packed = Packing.vectors(panels.keysIn(tile.index));
        tile.stride = (long) packed * VECTOR_BYTES;
        AttentionTiles.multiply(tile.rows, layout.headDim(), layout.headDim(), packed, Packing.vectors(tile.keys),
                tile.queries, panels.keys(tile.number, tile.index, tile.worker), Packing.ZEROS,
                0, tile.scores, tile.stride);
        mask(tile);
    }

    /** Masks what the packed tile was padded with and what a causal mask hides. */
    private void mask(Tile tile) {
        int columns = Packing.vectors(tile.keys) * Simd.LANES;
        int before = tile.index * KeyValuePanels.KEYS;
        if (layout.visible(tile.first) - before < columns) {
            for (int r = 0; r < tile.rows; r++) {
                AttentionTiles.mask(tile.scores + r * tile.stride, layout.visible(tile.first + r) - before, columns);
            }
        }
    }

    private void softmax(Tile tile) {
        int vectors = Packing.vectors(tile.keys);
        int outputVectors = Packing.vectors(layout.headDim());
        for (int r = 0; r < tile.rows; r++) {
            AttentionTiles.raise(tile.scores + r * tile.stride, vectors, tile.maxima + 4L * r,
                    tile.sums + (long) r * VECTOR_BYTES, outputVectors, tile.output + r * outputStride);
        }
        for (int r = 0; r < tile.rows; r++) {
            AttentionTiles.exponentiate(tile.scores + r * tile.stride, vectors, AttentionTiles.get(tile.maxima + 4L * r),
                    tile.sums + (long) r * VECTOR_BYTES, tile.powers, r * MicroKernel.PITCH);
        }
    }

    private void weigh(Tile tile) {
        int width = Packing.vectors(layout.headDim());
        boolean first = tile.index == 0;
        AttentionTiles.multiply(tile.rows, tile.keys, panels.keysIn(tile.index), width, width, tile.powers,
                panels.values(tile.number, tile.index, tile.worker), first ? Packing.ZEROS : tile.output,
                first ? 0 : outputStride, tile.output, outputStride);
    }

    /** Where a worker is, and its scratch memory. */
    private static final class Tile {
        private final int worker;
        private final long scores;
        private final long output;
        private final float[] queries;
        private final float[] powers;
        private int number;
        /** First query. */
        private int first;
        private int rows;
        private long sums;
        private long maxima;
        /** Tile of keys. */
        private int index;
        /** Keys of it that some query sees. */
        private int keys;
        /** Bytes of a row of scores. */
        private long stride;

        Tile(int worker, Workspace workspace, int headDim) {
            this.worker = worker;
            this.scores = workspace.allocate(scratchBytes(headDim));
            this.output = scores + 4L * QUERIES * KeyValuePanels.KEYS;
            this.queries = workspace.floats(AttentionTiles.leftSize(headDim));
            this.powers = workspace.floats(AttentionTiles.leftSize(KeyValuePanels.KEYS));
        }
    }
}
