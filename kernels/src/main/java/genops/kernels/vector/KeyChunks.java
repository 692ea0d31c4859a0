package genops.kernels.vector;

/**
 * The order in which all query tiles of a head walk over its packed keys: chunk by chunk, so that what they read again and again stays in
 * the last cache. One chunk where a head fits in its share of it.
 *
 * @param tiles tiles of keys of a head
 * @param tilesOfChunk tiles of each chunk but the last
 */
record KeyChunks(int tiles, int tilesOfChunk) {
    /** Part of the last cache that a chunk may take: others share it, queries and outputs pass through it. */
    private static final int SHARE = 4;

    /** Chunks for a walk on which each query tile reads {@code operands} packed operands: keys, values or both. */
    static KeyChunks of(int keys, int headDim, int operands) {
        int tiles = KeyValuePanels.tiles(keys);
        long bytesOfTile = operands * Packing.bytes(headDim, KeyValuePanels.KEYS);
        int most = Math.toIntExact(Math.clamp(Caches.LEVEL3 / SHARE / bytesOfTile, 1, tiles));
        return new KeyChunks(tiles, Math.ceilDiv(tiles, Math.ceilDiv(tiles, most)));
    }

    int count() {
        return Math.ceilDiv(tiles, tilesOfChunk);
    }

    /** First tile of a chunk. */
    int first(int chunk) {
        return chunk * tilesOfChunk;
    }

    /** Tile after the last of a chunk, of a head's first {@code visibleTiles}; no tile after {@link #first} if all of it is masked. */
    int end(int chunk, int visibleTiles) {
        return Math.min(first(chunk) + tilesOfChunk, visibleTiles);
    }
}
