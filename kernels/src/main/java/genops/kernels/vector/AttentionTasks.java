package genops.kernels.vector;

import genops.kernels.parallel.Workers;
import genops.shapes.operator.Attention;

/**
 * How an attention is split among workers. The queries of each head are cut into tiles of {@link AttentionTiles#QUERIES}, numbered through
 * all batch elements and heads. Where there are enough heads for all workers and the packed keys and values of one fit in a core's cache, a
 * task is all the tiles of one head of keys, or of some that lie side by side; otherwise a task is one tile.
 *
 * <p>The last queries of a head, which a causal mask lets see the most keys, are its first tile: whoever begins with them has read all
 * the keys that the others need, and started first they do not leave other workers waiting at the end.
 */
final class AttentionTasks {
    private final AttentionLayout layout;
    private final Split split;
    private final int tilesOfHead;

    AttentionTasks(AttentionLayout layout) {
        this.layout = layout;
        this.split = Split.of(layout.batch(), layout.heads(), layout.kvHeads(), layout.queries(), layout.keys(), layout.headDim());
        this.tilesOfHead = tiles(layout.queries());
    }

    private static int tiles(int queries) {
        return Math.ceilDiv(queries, AttentionTiles.QUERIES);
    }

    Split split() {
        return split;
    }

    /** Tiles of all tasks. */
    int tiles() {
        return tiles(layout.batch(), layout.heads(), layout.queries());
    }

    static int tiles(Attention shape) {
        return tiles(shape.batch(), shape.heads(), shape.queryLength());
    }

    private static int tiles(int batch, int heads, int queries) {
        return Math.multiplyExact(Math.multiplyExact(batch, heads), tiles(queries));
    }

    int count() {
        return tiles() / split.tilesOfTask();
    }

    /** First tile of a task; the {@link Split#tilesOfTask} from it on are to be taken in their order. */
    int firstTile(int task) {
        return task * split.tilesOfTask();
    }

    int batch(int tile) {
        return tile / tilesOfHead / layout.heads();
    }

    int head(int tile) {
        return tile / tilesOfHead % layout.heads();
    }

    /** First query of a tile. */
    int first(int tile) {
        return (tilesOfHead - 1 - tile % tilesOfHead) * AttentionTiles.QUERIES;
    }

    /** Queries of a tile. */
    int rows(int tile) {
        return Math.min(AttentionTiles.QUERIES, layout.queries() - first(tile));
    }

    /** Fetches the queries of a task where they lie scattered ({@link Rows#fetch}). */
    void fetchQueries(int task, long scratch) {
        if (split.headsOfTask() > 1) {
            int tile = firstTile(task);
            int heads = split.headsOfTask() * (layout.heads() / layout.kvHeads());
            Rows.fetch(layout.queries(), layout.queryRow(batch(tile), head(tile), 0), layout.queryRow(), heads * layout.headDim(), scratch);
        }
    }

    /** Fetches the keys of a task where they lie scattered. */
    void fetchKeys(int task, long scratch) {
        if (split.headsOfTask() > 1) {
            int tile = firstTile(task);
            fetch(layout.keyRow(batch(tile), layout.kvHead(head(tile)), 0), scratch);
        }
    }

    /** Fetches the values of a task where they lie scattered. */
    void fetchValues(int task, long scratch) {
        if (split.headsOfTask() > 1) {
            int tile = firstTile(task);
            fetch(layout.valueRow(batch(tile), layout.kvHead(head(tile)), 0), scratch);
        }
    }

    private void fetch(long from, long scratch) {
        Rows.fetch(layout.keys(), from, layout.keyRow(), split.headsOfTask() * layout.headDim(), scratch);
    }

    /**
     * What a task is.
     *
     * @param headsOfTask heads of keys, 0 where a task is one tile of a head that has several
     * @param tilesOfKeyHead tiles that read one head of keys; they follow one another
     */
    record Split(int headsOfTask, int tilesOfKeyHead) {
        /** Tasks for each worker from which a task can be a head: one that ends late then holds the others up little. */
        private static final int TASKS_PER_WORKER = 4;
        /** Bytes of a row from which fetching it costs little more than its first cache line. */
        private static final int RUN_BYTES = 1024;
        /** Keys from which fetching pays: fewer rows the CPU has on their way at once without it. */
        private static final int LEAST_KEYS = 16;

        static Split of(Attention shape) {
            return of(shape.batch(), shape.heads(), shape.kvHeads(), shape.queryLength(), shape.keyLength(), shape.headDim());
        }

        private static Split of(int batch, int heads, int kvHeads, int queries, int keys, int headDim) {
            int group = heads / kvHeads;
            int tiles = tiles(queries) * group;
            int wanted = TASKS_PER_WORKER * Workers.shared().count();
            boolean fits = Packing.bytes(headDim, keys) + Packing.bytes(keys, headDim) <= Caches.LEVEL2 / 2;
            if (tiles > 1 && (!fits || batch * kvHeads < wanted)) {
                return new Split(0, tiles);
            }
            int many = Math.ceilDiv(RUN_BYTES, Float.BYTES * headDim);
            while (many < kvHeads && kvHeads % many != 0) {
                many++;
            }
            long bytes = (long) Float.BYTES * many * headDim * (queries * group + 2 * keys);
            boolean fetched = keys >= LEAST_KEYS && many <= kvHeads && batch * (kvHeads / many) >= wanted && bytes <= Caches.LEVEL2 / 2;
            return new Split(fetched ? many : 1, tiles);
        }

        int tilesOfTask() {
            return Math.max(1, headsOfTask * tilesOfKeyHead);
        }

        /** Whether several tasks read the same keys. */
        boolean shared() {
            return headsOfTask == 0;
        }

        /** Whether a tile is the first to read its keys. */
        boolean firstOfKeyHead(int tile) {
            return tile % tilesOfKeyHead == 0;
        }
    }
}
