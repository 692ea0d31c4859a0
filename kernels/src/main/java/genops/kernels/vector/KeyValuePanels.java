package genops.kernels.vector;

import genops.kernels.Workspace;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.Attention;

/**
 * Keys and values of an attention, packed as the right operands of {@code QKᵀ} and {@code PV}. The keys of a head are cut into
 * tiles of {@link #KEYS}; of each tile the keys are packed transposed, {@code (headDim, keys)}, already multiplied by
 * {@link AttentionLayout#scale}, and the values as they lie, {@code (keys, headDim)}.
 *
 * <p>Where a task is all that reads a head of keys ({@link AttentionTasks}), its first query tile packs what the others read, into memory
 * of its worker. Otherwise all heads are packed first, in parallel, once a run.
 */
final class KeyValuePanels {
    /**
     * Keys of a tile: enough that loading and storing the output tile, and what softmax does once a row, are paid by many
     * multiplications, few enough that a tile of scores and its powers stay near: swept in order, they may come from the second-level
     * cache.
     */
    static final int KEYS = 256;

    private final AttentionLayout layout;
    private final AttentionTasks tasks;
    private final Places places;
    private final long base;
    private final Workers.Task packTask;

    KeyValuePanels(AttentionLayout layout, AttentionTasks tasks, Workspace workspace) {
        this.layout = layout;
        this.tasks = tasks;
        this.places = Places.of(layout.batch() * layout.kvHeads(), layout.keys(), layout.headDim(), tasks.split());
        this.base = workspace.allocate(places.bytes());
        this.packTask = (task, worker) -> {
            int head = task / places.tiles;
            int batch = head / layout.kvHeads();
            packKeys(batch, head % layout.kvHeads(), task % places.tiles, task);
            packValues(batch, head % layout.kvHeads(), task % places.tiles, task);
        };
    }

    /** Bytes of the packed panels. */
    static long bytes(Attention shape) {
        return Places.of(shape.batch() * shape.kvHeads(), shape.keyLength(), shape.headDim(), AttentionTasks.Split.of(shape)).bytes();
    }

    /** Tiles that a number of keys is cut into. */
    static int tiles(int keys) {
        return Math.ceilDiv(keys, KEYS);
    }

    /** Packs all heads, where that pays; to be called before the tasks that read them. */
    void prepare(Workers workers) {
        if (tasks.split().shared()) {
            workers.run(places.count, packTask);
        }
    }

    /** Keys in a tile. */
    int keysIn(int tile) {
        return Math.min(KEYS, layout.keys() - tile * KEYS);
    }

    /** The packed keys of a tile, as a query tile needs them: {@code headDim} rows of {@code vectors(keysIn(tile))} vectors. */
    long keys(int queryTile, int tile, int worker) {
        int batch = tasks.batch(queryTile);
        int kvHead = layout.kvHead(tasks.head(queryTile));
        int place = place(batch, kvHead, tile, worker);
        if (packs(queryTile)) {
            packKeys(batch, kvHead, tile, place);
        }
        return keys(place);
    }

    /** The packed values of a tile, as a query tile needs them: {@code keysIn(tile)} rows of {@code vectors(headDim)} vectors. */
    long values(int queryTile, int tile, int worker) {
        int batch = tasks.batch(queryTile);
        int kvHead = layout.kvHead(tasks.head(queryTile));
        int place = place(batch, kvHead, tile, worker);
        if (packs(queryTile)) {
            packValues(batch, kvHead, tile, place);
        }
        return values(place);
    }

    private boolean packs(int queryTile) {
        return !tasks.split().shared() && tasks.split().firstOfKeyHead(queryTile);
    }

    private int place(int batch, int kvHead, int tile, int worker) {
        return tasks.split().shared()
                ? (batch * layout.kvHeads() + kvHead) * places.tiles + tile
                : worker * places.tiles + Math.min(tile, places.tiles - 1);
    }

    private long keys(int place) {
        return base + place * (places.keyBytes + places.valueBytes);
    }

    private long values(int place) {
        return keys(place) + places.keyBytes;
    }

    /** Scaled, so that the scores need not be. */
    private void packKeys(int batch, int kvHead, int tile, int place) {
        long to = keys(place);
        Packing.packTransposed(layout.headDim(), keysIn(tile), layout.keyRow(batch, kvHead, tile * KEYS), layout.keyRow(), to);
        AttentionTiles.scale(to, to, (int) (Packing.bytes(layout.headDim(), keysIn(tile)) / Float.BYTES), layout.scale());
    }

    private void packValues(int batch, int kvHead, int tile, int place) {
        Packing.pack(keysIn(tile), layout.headDim(), layout.valueRow(batch, kvHead, tile * KEYS), layout.keyRow(), values(place));
    }

    /**
     * Where packed tiles of keys and values lie.
     *
     * @param tiles places of a head where heads are shared, of a worker otherwise: one where each tile is read once
     */
    private record Places(int tiles, int count, long keyBytes, long valueBytes) {

        static Places of(int heads, int keys, int headDim, AttentionTasks.Split split) {
            int keysOfTile = Math.min(KEYS, keys);
            int tiles = split.tilesOfKeyHead() == 1 ? 1 : KeyValuePanels.tiles(keys);
            return new Places(tiles, Math.multiplyExact(split.shared() ? heads : Workers.shared().count(), tiles),
                    Packing.bytes(headDim, keysOfTile), Packing.bytes(keysOfTile, headDim));
        }

        long bytes() {
            return count * (keyBytes + valueBytes);
        }
    }
}
