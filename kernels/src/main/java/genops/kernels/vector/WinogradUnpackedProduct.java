package genops.kernels.vector;

import genops.shapes.operator.Convolution;

/**
 * Transformed inputs are multiplied where they lie ({@link UnpackedTile}), all channels at once, by two panels at a time: no copy that waits
 * for them, and no sums that are returned to.
 */
final class WinogradUnpackedProduct implements WinogradProduct {
    private static final int TILES = 96;
    private static final int PANELS = 4;
    private static final long ROW = (long) UnpackedTile.COLUMNS * Float.BYTES;

    private final int channels;
    private final long rowBytes;

    /**
     * @param shape one that it {@link #serves}
     * @param rowBytes bytes from a tile's transformed channels to the next's
     */
    WinogradUnpackedProduct(Convolution shape, long rowBytes) {
        this.channels = shape.inChannels();
        this.rowBytes = rowBytes;
    }

    /** Whether there are enough registers and tiles, and all panels are full. */
    static boolean serves(Convolution shape, int tiles) {
        return Simd.REGISTERS >= 32 && shape.outChannels() % UnpackedTile.COLUMNS == 0 && tiles >= UnpackedTile.ROWS;
    }

    @Override
    public int tileRows() {
        return UnpackedTile.ROWS;
    }

    @Override
    public int mostTiles() {
        return TILES;
    }

    @Override
    public int mostPanels() {
        return PANELS;
    }

    @Override
    public int groupPanels() {
        return UnpackedTile.PANELS;
    }

    @Override
    public void multiply(int point, int firstPanel, int endPanel, long a, int count, long weight, int taskTiles, long product, int worker) {
        long groupBytes = WinogradGemm.groupBytes(taskTiles, UnpackedTile.PANELS);
        for (int panel = firstPanel; panel < endPanel; panel += UnpackedTile.PANELS) {
            long right = weight + (long) panel * channels * MicroKernel.NR * Float.BYTES;
            long c = product + (panel - firstPanel) / UnpackedTile.PANELS * groupBytes + point * taskTiles * ROW;
            for (int r = 0; r < count; r += UnpackedTile.ROWS) {
                // where the last has fewer tiles than others, it takes some of the one before it once more
                int row = Math.min(r, count - UnpackedTile.ROWS);
                UnpackedTile.run(channels, a + row * rowBytes, rowBytes, right, Packing.ZEROS, 0, c + row * ROW, ROW);
            }
        }
    }
}
