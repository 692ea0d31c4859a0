package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Workspace;
import genops.kernels.parallel.Workers;

/**
 * A blocked matrix multiplication {@code C = A Bᵀ + bias}, fp32, that reads the rows of A where they lie ({@link UnpackedTile}): linear
 * layers and convolutions of single pixels, where sums are long and there are 32 vector registers.
 *
 * <p>A copy of the rows would be made at every block of the sums, and nothing multiplies while it waits for them; without one, blocks can be
 * as deep as the level 2 cache lets them be, and multiplications hide the way of the rows. That cache holds the rows of a task and two panels
 * of B, the level 1 cache six rows. Sums between blocks lie as those of {@link BlockedGemm}.
 */
final class UnpackedGemm implements BoundKernel {
    /** Most terms of sums that are one block. */
    private static final int WHOLE_DEPTH = 1280;
    /** Most terms of a block where there are more. */
    private static final int DEPTH = 1024;
    /** The level 2 cache, of which a core with so many registers has a megabyte even where it is not told. */
    private static final int LEVEL2 = Math.max(Caches.LEVEL2, 1 << 20);
    /** Bytes of the rows of a task. */
    private static final int ROW_BYTES = (int) (0.6 * LEVEL2);
    /** Bytes of the sums of a task where they are returned to. */
    private static final int SUM_BYTES = LEVEL2 / 2;
    /** Bytes from a row of a tile of sums to the next. */
    private static final long SUM_STRIDE = (long) UnpackedTile.COLUMNS * Float.BYTES;
    /** Tiles of a task below which fetching the panels costs more than what is gained by a finer cut. */
    private static final int LEAST_TILES = 24;
    /** Panels of a task below which fetching the rows costs more than what is gained by a finer cut. */
    private static final int LEAST_PANELS = 4;

    private final Workspace workspace;
    private final GemmSize size;
    private final MatrixRows rows;
    private final GemmBlocks blocks;
    private final long bias;
    private final long output;
    private final long packed;
    private final long sums;
    private final Workers.Task task = this::task;

    /** Arguments as of {@link BlockedGemm}; the size is one that it {@link #serves}. */
    UnpackedGemm(Workspace workspace, GemmSize size, MatrixRows rows, long weight, long bias, long output) {
        this.workspace = workspace;
        this.size = size;
        this.rows = rows;
        this.blocks = blocks(size);
        this.bias = bias;
        this.output = output;
        packed = workspace.allocate(Packing.bytes(size.depth(), size.columns()));
        sums = workspace.allocate(sumBytes(size) * Workers.shared().count());
        for (int p = 0; p < size.depth(); p += blocks.depth()) {
            Packing.packTransposed(depthAt(p), size.columns(), weight + 4L * p, 4L * size.depth(), packed + Packing.bytes(p, size.columns()));
        }
    }

    /**
     * Whether it is the faster one. Sums that {@link BlockedGemm} takes in one block gain nothing, and where rows leave more than a
     * sixteenth of the tiles empty, its two heights of tiles waste less.
     */
    static boolean serves(GemmSize size) {
        int beyond = Math.ceilDiv(size.rows(), UnpackedTile.ROWS) * UnpackedTile.ROWS - size.rows();
        return Simd.REGISTERS >= 32 && size.rows() >= UnpackedTile.ROWS && 16L * beyond <= size.rows()
                && size.columns() % UnpackedTile.COLUMNS == 0 && size.depth() > MicroKernel.MAX_DEPTH;
    }

    /** Bytes of packed B and of what the workers need. */
    static long workspaceBytes(GemmSize size) {
        return Packing.bytes(size.depth(), size.columns()) + Workers.shared().count() * sumBytes(size);
    }

    /** Bytes of a worker's sums; none where one block is all of them. */
    private static long sumBytes(GemmSize size) {
        return size.depth() > WHOLE_DEPTH ? SUM_BYTES : 0;
    }

    private static GemmBlocks blocks(GemmSize size) {
        int blocks = size.depth() <= WHOLE_DEPTH ? 1 : Math.ceilDiv(size.depth(), DEPTH);
        int tiles = ROW_BYTES / (UnpackedTile.ROWS * Float.BYTES * Math.ceilDiv(size.depth(), blocks));
        int panels = (int) (SUM_BYTES / (tiles * UnpackedTile.ROWS * SUM_STRIDE));
        return GemmBlocks.of(size,
                new GemmBlocks.Limits(blocks, UnpackedTile.ROWS, UnpackedTile.COLUMNS, tiles, panels, LEAST_TILES, LEAST_PANELS),
                Workers.shared().count());
    }

    private int depthAt(int p) {
        return Math.min(blocks.depth(), size.depth() - p);
    }

    @Override
    public void run() {
        Workers.shared().run(blocks.tasks(), task);
    }

    private void task(int number, int worker) {
        int rowTask = number % blocks.rowTasks();
        int columnTask = number / blocks.rowTasks();
        int first = blocks.firstRow(rowTask);
        int count = Math.min(blocks.firstRow(rowTask + 1), size.rows()) - first;
        int firstPanel = blocks.firstPanel(columnTask);
        int endPanel = blocks.firstPanel(columnTask + 1);
        long panelSums = Math.ceilDiv(count, UnpackedTile.ROWS) * UnpackedTile.ROWS * SUM_STRIDE;
        for (int p = 0; p < size.depth(); p += blocks.depth()) {
            for (int panel = firstPanel; panel < endPanel; panel++) {
                panel(p, first, count, panel, sums + worker * sumBytes(size) + (panel - firstPanel) * panelSums);
            }
        }
    }

    /**
     * Adds one block of the sums to one panel of some rows. Where the last tile has fewer rows than others, it takes some of the one
     * before it once more.
     *
     * @param sum where its sums are between blocks
     */
    private void panel(int p, int first, int count, int panel, long sum) {
        long b = packed + Packing.bytes(p, size.columns()) + (long) panel * Packing.bytes(depthAt(p), UnpackedTile.COLUMNS);
        long start = bias == Packing.ZEROS ? bias : bias + panel * SUM_STRIDE;
        boolean last = p + blocks.depth() >= size.depth();
        long cStride = last ? 4L * size.columns() : SUM_STRIDE;
        for (int r = 0; r < count; r += UnpackedTile.ROWS) {
            int row = first + Math.min(r, count - UnpackedTile.ROWS);
            long between = sum + r * SUM_STRIDE;
            UnpackedTile.run(depthAt(p), rows.address(row, p), rows.stride(), b, p == 0 ? start : between, p == 0 ? 0 : SUM_STRIDE,
                    last ? output + row * cStride + panel * SUM_STRIDE : between, cStride);
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
}
