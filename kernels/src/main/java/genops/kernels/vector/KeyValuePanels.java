package genops.kernels.vector;

import genops.kernels.Tensors;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.Attention;
import java.lang.foreign.Arena;

/**
 * Keys and values of an attention, packed as the right operands of {@code QKᵀ} and {@code PV}. The keys of a head are cut into
 * tiles of {@link #KEYS}; of each tile the keys are packed transposed, {@code (headDim, keys)}, already multiplied by
 * {@link AttentionLayout#scale}, and the values as they lie, {@code (keys, headDim)}.
 *
 * <p>Where several tiles of queries read a head, all heads are packed first, in parallel, once a run. Where only one does, as in
 * attention over a few frames, a tile is packed by the worker that needs it, into memory that stays in its cache.
 */
final class KeyValuePanels {
    /**
     * Keys of a tile: enough that loading and storing the output tile, and what softmax does once a row, are paid by many
     * multiplications, few enough that a tile of scores and its powers stay near: swept in order, they may come from the second-level
     * cache.
     */
    static final int KEYS = 256;

    private final AttentionLayout layout;
    private final boolean shared;
    private final int tiles;
    private final long keyBytes;
    private final long valueBytes;
    private final long base;
    private final Workers.Task packTask;

    /** @param queryTiles tiles into which the queries of one head are cut */
    KeyValuePanels(AttentionLayout layout, int queryTiles, Arena arena) {
        this.layout = layout;
        this.shared = shared(layout.heads(), layout.kvHeads(), queryTiles);
        this.tiles = tiles(layout.keys());
        this.keyBytes = Packing.bytes(layout.headDim(), KEYS);
        this.valueBytes = Packing.bytes(KEYS, layout.headDim());
        this.base = arena.allocate(places() * (keyBytes + valueBytes), Tensors.ALIGNMENT).address();
        this.packTask = (task, worker) -> {
            int head = task / tiles;
            pack(head / layout.kvHeads(), head % layout.kvHeads(), task % tiles, task, true, true);
        };
    }

    private static boolean shared(int heads, int kvHeads, int queryTiles) {
        return (long) queryTiles * (heads / kvHeads) > 1;
    }

    /** Bytes of the packed panels. */
    static long bytes(Attention shape, int queryTiles) {
        long places = shared(shape.heads(), shape.kvHeads(), queryTiles)
                ? (long) shape.batch() * shape.kvHeads() * tiles(shape.keyLength())
                : Workers.shared().count();
        return places * (Packing.bytes(shape.headDim(), KEYS) + Packing.bytes(KEYS, shape.headDim()));
    }

    /** Tiles that a number of keys is cut into. */
    static int tiles(int keys) {
        return (keys + KEYS - 1) / KEYS;
    }

    private long places() {
        return shared ? (long) layout.batch() * layout.kvHeads() * tiles : Workers.shared().count();
    }

    /** Packs all heads, where that pays; to be called before the tasks that read them. */
    void prepare(Workers workers) {
        if (shared) {
            workers.run(layout.batch() * layout.kvHeads() * tiles, packTask);
        }
    }

    /** Keys in a tile. */
    int keysIn(int tile) {
        return Math.min(KEYS, layout.keys() - tile * KEYS);
    }

    /** The packed keys of a tile: {@code headDim} rows of {@code vectors(keysIn(tile))} vectors. */
    long keys(int batch, int kvHead, int tile, int worker) {
        long place = place(batch, kvHead, tile, worker);
        if (!shared) {
            pack(batch, kvHead, tile, place, true, false);
        }
        return base + place * (keyBytes + valueBytes);
    }

    /** The packed values of a tile: {@code keysIn(tile)} rows of {@code vectors(headDim)} vectors. */
    long values(int batch, int kvHead, int tile, int worker) {
        long place = place(batch, kvHead, tile, worker);
        if (!shared) {
            pack(batch, kvHead, tile, place, false, true);
        }
        return base + place * (keyBytes + valueBytes) + keyBytes;
    }

    private long place(int batch, int kvHead, int tile, int worker) {
        return shared ? ((long) batch * layout.kvHeads() + kvHead) * tiles + tile : worker;
    }

    private void pack(int batch, int kvHead, int tile, long place, boolean keys, boolean values) {
        int count = keysIn(tile);
        long to = base + place * (keyBytes + valueBytes);
        if (keys) {
            Packing.packTransposed(layout.headDim(), count, layout.keyRow(batch, kvHead, tile * KEYS), layout.keyRow(),
                    layout.scale(), to);
        }
        if (values) {
            Packing.pack(count, layout.headDim(), layout.valueRow(batch, kvHead, tile * KEYS), layout.keyRow(), to + keyBytes);
        }
    }
}
