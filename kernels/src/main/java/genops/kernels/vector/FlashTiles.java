package genops.kernels.vector;

import static genops.kernels.vector.Simd.VECTOR_BYTES;

import genops.kernels.BoundKernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.Attention;
import java.lang.foreign.Arena;

/**
 * Attention by tiles with an online softmax, in the order of FlashAttention-2 (Dao, arXiv 2307.08691, algorithm 1): a tile of
 * {@link #QUERIES} queries of one head walks over the tiles of keys; a task is one such tile or several ({@link AttentionTasks}). For
 * each it computes the scores, raises the running maximum m, turns scores into {@code 2^(s − m)}, adds them to the running sum and
 * multiplies them with the values into the output tile. Scores never leave the cache.
 */
final class FlashTiles implements BoundKernel {
    private static final int QUERIES = AttentionTiles.QUERIES;

    private final AttentionLayout layout;
    private final Workers workers = Workers.shared();
    private final Arena arena = Arena.ofShared();
    private final KeyValuePanels panels;
    private final AttentionTasks tasks;
    private final long outputStride;
    private final Tile[] tiles;
    private final Workers.Task task = this::task;
    private final Steps<Tile> steps = new Steps<>(this::score, this::softmax, this::weigh);

    FlashTiles(AttentionLayout layout) {
        this.layout = layout;
        this.tasks = new AttentionTasks(layout);
        this.panels = new KeyValuePanels(layout, tasks, arena);
        this.outputStride = outputStride(layout.headDim());
        this.tiles = new Tile[workers.count()];
        for (int w = 0; w < tiles.length; w++) {
            tiles[w] = new Tile(w, arena.allocate(scratchBytes(layout.headDim()), Tensors.ALIGNMENT).address(), layout.headDim());
        }
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
        return KeyValuePanels.bytes(shape)
                + Workers.shared().count() * (scratchBytes(shape.headDim())
                        + 4L * (AttentionTiles.leftSize(shape.headDim()) + AttentionTiles.leftSize(KeyValuePanels.KEYS)));
    }

    @Override
    public void run() {
        panels.prepare(workers);
        workers.run(tasks.count(), task);
    }

    @Override
    public void close() {
        arena.close();
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
        int batch = tasks.batch(number);
        int head = tasks.head(number);
        for (int r = 0; r < tile.rows; r++) {
            AttentionTiles.set(tile.maxima + 4L * r, Float.NEGATIVE_INFINITY);
        }
        AttentionTiles.clear(tile.sums, tile.rows);
        AttentionTiles.packLeft(tile.rows, layout.headDim(), layout.queryRow(batch, head, tile.first), layout.queryRow(),
                layout.queryEnd(), tile.queries);
        int visible = layout.visible(tile.first + tile.rows - 1);
        for (int k = 0; k * KeyValuePanels.KEYS < visible; k++) {
            tile.index = k;
            tile.keys = Math.min(panels.keysIn(k), visible - k * KeyValuePanels.KEYS);
            steps.run(tile);
        }
        for (int r = 0; r < tile.rows; r++) {
            AttentionTiles.scale(tile.output + r * outputStride, layout.outputRow(batch, head, tile.first + r),
                    layout.headDim(), 1 / AttentionTiles.sum(tile.sums + (long) r * VECTOR_BYTES));
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
        private final long sums;
        private final long maxima;
        private final float[] queries;
        private final float[] powers = new float[AttentionTiles.leftSize(KeyValuePanels.KEYS)];
        private int number;
        /** First query. */
        private int first;
        private int rows;
        /** Tile of keys. */
        private int index;
        /** Keys of it that some query sees. */
        private int keys;
        /** Bytes of a row of scores. */
        private long stride;

        Tile(int worker, long scratch, int headDim) {
            this.worker = worker;
            this.scores = scratch;
            this.output = scores + 4L * QUERIES * KeyValuePanels.KEYS;
            this.sums = output + outputStride(headDim) * QUERIES;
            this.maxima = sums + (long) QUERIES * VECTOR_BYTES;
            this.queries = new float[AttentionTiles.leftSize(headDim)];
        }
    }
}
