package genops.kernels.vector;

import genops.kernels.Workspace;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.Convolution;

/** Transformed inputs are packed, then multiplied by all panels of the task: any number of tiles and output channels. */
final class WinogradPackedProduct implements WinogradProduct {
    private static final int TILES = 48;
    /** So many columns that packing rows costs little beside multiplying them. */
    private static final int PANELS = 8;

    private final int channels;
    private final int outChannels;
    private final long rowBytes;
    private final float[][] left;

    /**
     * @param workspace holds the packed rows of each worker
     * @param rowBytes bytes from a tile's transformed channels to the next's
     */
    WinogradPackedProduct(Workspace workspace, Convolution shape, long rowBytes) {
        this.channels = shape.inChannels();
        this.outChannels = shape.outChannels();
        this.rowBytes = rowBytes;
        this.left = workspace.floats(Workers.shared().count(), TILES * MicroKernel.PITCH);
    }

    @Override
    public int tileRows() {
        return MicroKernel.MR;
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
        return 1;
    }

    @Override
    public void multiply(int point, int firstPanel, int endPanel, long a, int count, long weight, int taskTiles, long product, int worker) {
        int chunk = Math.ceilDiv(channels, Math.ceilDiv(channels, MicroKernel.MAX_DEPTH));
        long groupBytes = WinogradGemm.groupBytes(taskTiles, 1);
        float[] rows = left[worker];
        for (int from = 0; from < channels; from += chunk) {
            int depth = Math.min(chunk, channels - from);
            for (int r = 0; r < count; r++) {
                long row = a + r * rowBytes;
                Packing.row(row + 4L * from, row + rowBytes, depth, rows, r * MicroKernel.PITCH);
            }
            for (int panel = firstPanel; panel < endPanel; panel++) {
                int vectors = Packing.panelVectors(Packing.vectors(outChannels) - panel * MicroKernel.PANEL_VECTORS);
                long row = (long) vectors * Simd.VECTOR_BYTES;
                long right = weight + (long) panel * channels * MicroKernel.NR * Float.BYTES + from * row;
                multiplyPanel(count, vectors, depth, rows, right, from == 0, product + (panel - firstPanel) * groupBytes + point * taskTiles * row);
            }
        }
    }

    /** The rows packed times one panel: {@code product}, whose rows are as wide as the panel, is overwritten or added to. */
    private static void multiplyPanel(int count, int vectors, int depth, float[] left, long panel, boolean overwrite, long product) {
        long row = (long) vectors * Simd.VECTOR_BYTES;
        int rows;
        for (int r = 0; r < count; r += rows) {
            rows = MicroKernel.tileRows(count - r);
            long c = product + r * row;
            MicroKernel.run(rows, vectors, depth, left, r * MicroKernel.PITCH, panel, overwrite ? Packing.ZEROS : c, overwrite ? 0 : row,
                    c, row);
        }
    }
}
