package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Workspace;
import genops.kernels.parallel.Workers;

/**
 * A blocked matrix multiplication {@code C = A Bᵀ + bias}, fp32, of rows that are packed: convolutions as an implicit GEMM, whose A is
 * never built, and linear layers that {@link UnpackedGemm} does not serve.
 *
 * <p>Blocking after Goto and van de Geijn (ACM TOMS 34(3), 2008). The sums are cut into blocks of {@link MicroKernel#MAX_DEPTH} terms.
 * A task packs the tiles of at most {@link #ROWS} rows, which stay in the level 2 cache, and multiplies them by one panel of B after the
 * other: the panel stays in the level 1 cache, or comes from the level 2 cache at a fifth of its rate where the level 1 cache is small, and
 * the tiles stream past it. Where there is more than one block of sums, they grow in memory of the worker's own, tile after tile, and
 * only the last block is written to C; a task has so few panels that most of them stay near from block to block. In C itself they would
 * lie a row apart, and where that is a power of two, crowd into a few sets of the cache.
 *
 * <p>Rows and columns are cut further until there are enough tasks to keep all threads busy to the end. B is packed once, when bound,
 * block of sums by block of sums; that is not timed.
 */
final class BlockedGemm implements BoundKernel {
    /** Tiles of A that are packed together. */
    private static final int TILES = share(2, 2.9, MicroKernel.MR * MicroKernel.PITCH);
    private static final int ROWS = TILES * MicroKernel.MR;
    /** Panels of a task where its sums are returned to. */
    private static final int PANELS = share(0.5, 1.25, ROWS * MicroKernel.NR);
    /** Bytes from a row of a tile of sums to the next. */
    private static final long SUMS_STRIDE = (long) MicroKernel.NR * Float.BYTES;
    /** Tiles of a task below which fetching the panels costs more than what is gained by a finer cut. */
    private static final int LEAST_TILES = 12;
    /** Panels of a task below which packing rows costs more than what is gained by a finer cut. */
    private static final int LEAST_PANELS = 8;

    private final Workspace workspace;
    private final GemmSize size;
    private final RowSource source;
    private final GemmBlocks blocks;
    private final long bias;
    private final long output;
    private final long packed;
    private final long scratch;
    private final long sums;
    private final float[][] tiles;
    private final Workers.Task task = this::task;

    /**
     * @param workspace closed with the kernel
     * @param source A
     * @param weight address of B, {@code (columns, depth)}
     * @param bias address of {@code columns} floats, or {@link Packing#ZEROS} where there is no bias
     * @param output address of C, {@code (rows, columns)}
     */
    BlockedGemm(Workspace workspace, GemmSize size, RowSource source, long weight, long bias, long output) {
        this.workspace = workspace;
        this.size = size;
        this.source = source;
        this.blocks = GemmBlocks.of(size, limits(size), Workers.shared().count());
        this.bias = bias;
        this.output = output;
        packed = workspace.allocate(Packing.bytes(size.depth(), size.columns()));
        scratch = workspace.allocate(MicroKernel.SCRATCH_BYTES * Workers.shared().count());
        sums = workspace.allocate(sumsBytes(size) * Workers.shared().count());
        tiles = workspace.floats(Workers.shared().count(), ROWS * MicroKernel.PITCH);
        for (int p = 0; p < size.depth(); p += blocks.depth()) {
            Packing.packTransposed(depthAt(p), size.columns(), weight + 4L * p, 4L * size.depth(), blockAt(p));
        }
    }

    /** Bytes of packed B and of what the workers need. */
    static long workspaceBytes(GemmSize size) {
        return Packing.bytes(size.depth(), size.columns())
                + Workers.shared().count() * (MicroKernel.SCRATCH_BYTES + sumsBytes(size) + 4L * ROWS * MicroKernel.PITCH);
    }

    private static GemmBlocks.Limits limits(GemmSize size) {
        int blocks = Math.max(1, Math.ceilDiv(size.depth(), MicroKernel.MAX_DEPTH));
        return new GemmBlocks.Limits(blocks, MicroKernel.MR, MicroKernel.NR, TILES, PANELS, LEAST_TILES, LEAST_PANELS);
    }

    /** Bytes of a worker's sums; none where one block is all of them. */
    private static long sumsBytes(GemmSize size) {
        return size.depth() > MicroKernel.MAX_DEPTH ? PANELS * ROWS * SUMS_STRIDE : 0;
    }

    /**
     * How often so many floats fit in a part of the level 2 cache, at least once. The parts are those measured best: with narrow panels
     * packing weighs more beside multiplying than C that comes from further away.
     *
     * @param narrow divisor with 16 registers
     * @param wide divisor with 32
     */
    private static int share(double narrow, double wide, int floats) {
        return Math.max(1, (int) (Caches.LEVEL2 / (Simd.REGISTERS < 32 ? narrow : wide) / (floats * Float.BYTES)));
    }

    private int depthAt(int p) {
        return Math.min(blocks.depth(), size.depth() - p);
    }

    private long blockAt(int p) {
        return packed + Packing.bytes(p, size.columns());
    }

    private long panelAt(int p, int panel) {
        return blockAt(p) + 4L * panel * MicroKernel.NR * depthAt(p);
    }

    /** What the sums of a panel start from. */
    private long start(int panel) {
        return bias == Packing.ZEROS ? bias : bias + 4L * panel * MicroKernel.NR;
    }

    @Override
    public void run() {
        Workers.shared().run(blocks.tasks(), task);
    }

    private void task(int number, int worker) {
        int rowTask = number % blocks.rowTasks();
        int columnTask = number / blocks.rowTasks();
        int row = blocks.firstRow(rowTask);
        int rows = Math.min(blocks.firstRow(rowTask + 1), size.rows()) - row;
        int firstPanel = blocks.firstPanel(columnTask);
        int endPanel = blocks.firstPanel(columnTask + 1);
        float[] a = tiles[worker];
        long mine = scratch + worker * MicroKernel.SCRATCH_BYTES;
        long sum = sums + worker * sumsBytes(size);
        for (int p = 0; p < size.depth(); p += blocks.depth()) {
            for (int panel = firstPanel; panel < endPanel; panel++) {
                panel(p, row, rows, panel, panel == firstPanel, a, mine, sum + (long) (panel - firstPanel) * rows * SUMS_STRIDE);
            }
        }
    }

    /** Adds one block of the sums to one panel of some rows, which are packed with the first panel, each tile just before it is used. */
    private void panel(int p, int first, int count, int panel, boolean pack, float[] a, long mine, long sum) {
        int rows;
        for (int r = 0; r < count; r += rows) {
            rows = MicroKernel.tileRows(count - r);
            if (pack) {
                source.pack(first + r, rows, p, depthAt(p), a, r * MicroKernel.PITCH);
            }
            tile(p, first + r, rows, panel, a, r * MicroKernel.PITCH, mine, sum + r * SUMS_STRIDE);
        }
    }

    /**
     * Adds one block of the sums to one tile.
     *
     * @param sum where its sums are between blocks
     */
    private void tile(int p, int row, int rows, int panel, float[] a, int from, long mine, long sum) {
        int columns = Math.min(MicroKernel.NR, size.columns() - panel * MicroKernel.NR);
        int vectors = Packing.vectors(columns);
        int depth = depthAt(p);
        long b = panelAt(p, panel);
        long init = p == 0 ? start(panel) : sum;
        long initStride = p == 0 ? 0 : SUMS_STRIDE;
        long c = last(p) ? output(row, panel) : sum;
        long cStride = last(p) ? outputStride() : SUMS_STRIDE;
        if (columns < vectors * Simd.LANES) {
            MicroKernel.edge(rows, vectors, columns, depth, a, from, b, init, initStride, c, cStride, mine);
        } else {
            MicroKernel.run(rows, vectors, depth, a, from, b, init, initStride, c, cStride);
        }
    }

    /** Whether the block of the sums that starts there is the last. */
    private boolean last(int p) {
        return p + blocks.depth() >= size.depth();
    }

    private long output(int row, int panel) {
        return output + row * outputStride() + 4L * panel * MicroKernel.NR;
    }

    private long outputStride() {
        return 4L * size.columns();
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
