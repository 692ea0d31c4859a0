package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.parallel.Workers;
import java.lang.foreign.Arena;

/**
 * A blocked matrix multiplication {@code C = A Bᵀ + bias}, fp32: linear layers, and convolutions as an implicit GEMM, whose A is never
 * built.
 *
 * <p>Blocking after Goto and van de Geijn (ACM TOMS 34(3), 2008). The sums are cut into blocks so short that one operand of the register
 * tile takes half of the level 1 cache or a little more and stays there, while the other streams past it from the level 2 cache:
 *
 * <ul>
 *   <li>with 32 registers a panel of B fills too much of the level 1 cache: a tile of A stays, and the panels of a task take half of
 *       the level 2 cache;
 *   <li>with 16 registers a panel of B stays, and the tiles of {@link #ROWS} rows of A stream past it.
 * </ul>
 *
 * <p>Rows and columns are cut further until there are enough tasks to keep all threads busy to the end. B is packed once, when bound,
 * block of sums by block of sums; that is not timed.
 */
final class BlockedGemm implements BoundKernel {
    /** Greatest length of one block of the sums. */
    private static final int DEPTH = Math.min(MicroKernel.MAX_DEPTH, MicroKernel.PANEL_STAYS
            ? Caches.LEVEL1 / 8 * 5 / (MicroKernel.NR * Float.BYTES)
            : Caches.LEVEL1 / 2 / (MicroKernel.MR * Float.BYTES));
    /** Rows of A that are packed together: where its tiles stream, what takes half of the level 2 cache. */
    private static final int ROWS = MicroKernel.MR * (MicroKernel.PANEL_STAYS
            ? Math.max(1, Caches.LEVEL2 / 2 / (MicroKernel.MR * MicroKernel.PITCH * Float.BYTES))
            : 1);
    /** Tiles of a task below which fetching the panels costs more than what is gained by a finer cut. */
    private static final int LEAST_TILES = 12;
    /** Panels of a task below which packing rows costs more than what is gained by a finer cut. */
    private static final int LEAST_PANELS = 8;
    /** Tasks a thread should get, so that the last one to finish is not waited for long. */
    private static final int TASKS_PER_THREAD = 8;

    /**
     * The numbers of a multiplication.
     *
     * @param rows rows of A and C
     * @param depth length of the sums
     * @param columns columns of C, rows of B
     */
    record Size(int rows, int depth, int columns) {

        /** Bytes of packed B and of what the workers need. */
        long workspaceBytes() {
            return Packing.bytes(depth, columns)
                    + Workers.shared().count() * (MicroKernel.SCRATCH_BYTES + 4L * ROWS * MicroKernel.PITCH);
        }
    }

    /**
     * How a multiplication is cut.
     *
     * @param depth length of a block of the sums; the last may be shorter
     * @param rowTasks parts of the rows
     * @param columnTasks parts of the panels
     * @param tiles full tiles that cover the rows
     * @param panels panels in all
     */
    private record Blocks(int depth, int rowTasks, int columnTasks, int tiles, int panels) {

        static Blocks of(Size size, int threads) {
            int depth = Math.ceilDiv(size.depth(), Math.ceilDiv(size.depth(), DEPTH));
            int tiles = Math.ceilDiv(size.rows(), MicroKernel.MR);
            int panels = Math.ceilDiv(size.columns(), MicroKernel.NR);
            int wanted = threads == 1 ? 1 : TASKS_PER_THREAD * threads;
            return MicroKernel.PANEL_STAYS ? panelStays(depth, tiles, panels, wanted) : tileStays(depth, tiles, panels, wanted);
        }

        /** As many rows as are packed together; columns cut first, since B is then read by one thread only. */
        private static Blocks panelStays(int depth, int tiles, int panels, int wanted) {
            int rowTasks = Math.ceilDiv(tiles, ROWS / MicroKernel.MR);
            int columnTasks = Math.min(Math.ceilDiv(wanted, rowTasks), Math.ceilDiv(panels, LEAST_PANELS));
            rowTasks = Math.max(rowTasks, Math.min(Math.ceilDiv(wanted, columnTasks), Math.ceilDiv(tiles, LEAST_TILES)));
            return new Blocks(depth, rowTasks, columnTasks, tiles, panels);
        }

        /** Panels of half of the level 2 cache, rows so few that the output stays in that cache from block to block of the sums. */
        private static Blocks tileStays(int depth, int tiles, int panels, int wanted) {
            int mostTiles = Math.max(1, Caches.LEVEL2 / 2 / (depth * Float.BYTES * MicroKernel.MR));
            int mostPanels = Math.max(1, Caches.LEVEL2 / 2 / (depth * Float.BYTES * MicroKernel.NR));
            int columnTasks = Math.ceilDiv(panels, mostPanels);
            int rowTasks = Math.max(Math.ceilDiv(tiles, mostTiles),
                    Math.min(Math.ceilDiv(wanted, columnTasks), Math.ceilDiv(tiles, LEAST_TILES)));
            columnTasks = Math.min(panels, Math.max(columnTasks, Math.ceilDiv(wanted, rowTasks)));
            return new Blocks(depth, rowTasks, columnTasks, tiles, panels);
        }

        int tasks() {
            return rowTasks * columnTasks;
        }

        int firstRow(int rowTask) {
            return (int) ((long) tiles * rowTask / rowTasks) * MicroKernel.MR;
        }

        int firstPanel(int columnTask) {
            return (int) ((long) panels * columnTask / columnTasks);
        }
    }

    private final Arena arena;
    private final Size size;
    private final RowSource source;
    private final Blocks blocks;
    private final long bias;
    private final long output;
    private final long packed;
    private final long scratch;
    private final float[][] tiles = new float[Workers.shared().count()][ROWS * MicroKernel.PITCH];
    private final Workers.Task task = this::task;

    /**
     * @param arena closed with the kernel
     * @param source A
     * @param weight address of B, {@code (columns, depth)}
     * @param bias address of {@code columns} floats, or {@link Packing#ZEROS} where there is no bias
     * @param output address of C, {@code (rows, columns)}
     */
    BlockedGemm(Arena arena, Size size, RowSource source, long weight, long bias, long output) {
        this.arena = arena;
        this.size = size;
        this.source = source;
        this.blocks = Blocks.of(size, Workers.shared().count());
        this.bias = bias;
        this.output = output;
        packed = arena.allocate(Packing.bytes(size.depth(), size.columns()), 64).address();
        scratch = arena.allocate(MicroKernel.SCRATCH_BYTES * Workers.shared().count(), 64).address();
        for (int p = 0; p < size.depth(); p += blocks.depth()) {
            Packing.packTransposed(depthAt(p), size.columns(), weight + 4L * p, 4L * size.depth(), blockAt(p));
        }
    }

    private int depthAt(int p) {
        return Math.min(blocks.depth(), size.depth() - p);
    }

    private long blockAt(int p) {
        return packed + Packing.bytes(p, size.columns());
    }

    @Override
    public void run() {
        Workers.shared().run(blocks.tasks(), task);
    }

    private void task(int number, int worker) {
        int rowTask = number % blocks.rowTasks();
        int columnTask = number / blocks.rowTasks();
        int endRow = Math.min(blocks.firstRow(rowTask + 1), size.rows());
        int endPanel = blocks.firstPanel(columnTask + 1);
        float[] a = tiles[worker];
        for (int p = 0; p < size.depth(); p += blocks.depth()) {
            int rows;
            for (int row = blocks.firstRow(rowTask); row < endRow; row += rows) {
                rows = MicroKernel.PANEL_STAYS ? Math.min(ROWS, endRow - row) : MicroKernel.tileRows(endRow - row);
                source.pack(row, rows, p, depthAt(p), a);
                for (int panel = blocks.firstPanel(columnTask); panel < endPanel; panel++) {
                    tiles(p, row, rows, panel, a, scratch + worker * MicroKernel.SCRATCH_BYTES);
                }
            }
        }
    }

    /** Adds one block of the sums to one panel of the rows packed. */
    private void tiles(int p, int first, int count, int panel, float[] a, long mine) {
        int rows;
        for (int r = 0; r < count; r += rows) {
            rows = MicroKernel.tileRows(count - r);
            tile(p, first + r, rows, panel, a, r * MicroKernel.PITCH, mine);
        }
    }

    /** Adds one block of the sums to one tile of the output. */
    private void tile(int p, int row, int rows, int panel, float[] a, int from, long mine) {
        int column = panel * MicroKernel.NR;
        int columns = Math.min(MicroKernel.NR, size.columns() - column);
        int vectors = Packing.vectors(columns);
        int depth = depthAt(p);
        long b = blockAt(p) + 4L * column * depth;
        long cStride = 4L * size.columns();
        long c = output + row * cStride + 4L * column;
        boolean first = p == 0;
        long init = !first ? c : bias == Packing.ZEROS ? bias : bias + 4L * column;
        long initStride = first ? 0 : cStride;
        if (columns < vectors * Simd.LANES) {
            MicroKernel.edge(rows, vectors, columns, depth, a, from, b, init, initStride, c, cStride, mine);
        } else {
            MicroKernel.run(rows, vectors, depth, a, from, b, init, initStride, c, cStride);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
