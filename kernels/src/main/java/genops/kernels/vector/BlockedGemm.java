package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.parallel.Workers;
import java.lang.foreign.Arena;

/**
 * A blocked matrix multiplication {@code C = A Bᵀ + bias}, fp32: linear layers, and convolutions as an implicit GEMM, whose A is never
 * built.
 *
 * <p>Blocking after Goto and van de Geijn (ACM TOMS 34(3), 2008). The sums are cut into blocks of {@link MicroKernel#MAX_DEPTH} terms.
 * A task packs the tiles of at most {@link #ROWS} rows, which stay in the level 2 cache, and multiplies them by one panel of B after the
 * other: the panel stays in the level 1 cache, or comes from the level 2 cache at a fifth of its rate where the level 1 cache is small, and
 * the tiles stream past it. Where there is more than one block of sums, a task has so few panels that most of its part
 * of C stays near from block to block.
 *
 * <p>Rows that lie in memory at a fixed distance, those of a linear layer, meet their first panel before they are packed
 * ({@link UnpackedTile}), so that multiplications hide the time it takes to fetch them.
 *
 * <p>Rows and columns are cut further until there are enough tasks to keep all threads busy to the end. B is packed once, when bound,
 * block of sums by block of sums; that is not timed.
 */
final class BlockedGemm implements BoundKernel {
    /** Tiles of A that are packed together. */
    private static final int TILES = share(2, 4, MicroKernel.MR * MicroKernel.PITCH);
    private static final int ROWS = TILES * MicroKernel.MR;
    /** Panels that a task's part of C may be wide, where it is returned to. */
    private static final int PANELS = share(0.5, 4 / 3.0, ROWS * MicroKernel.NR);
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
            int blocks = Math.max(1, Math.ceilDiv(size.depth(), MicroKernel.MAX_DEPTH));
            int tiles = Math.ceilDiv(size.rows(), MicroKernel.MR);
            int panels = Math.ceilDiv(size.columns(), MicroKernel.NR);
            int wanted = threads == 1 ? 1 : TASKS_PER_THREAD * threads;
            int rowTasks = Math.ceilDiv(tiles, TILES);
            // columns are cut before rows: a part of B is then read by one thread only
            int columnTasks = Math.max(blocks == 1 ? 1 : Math.ceilDiv(panels, PANELS),
                    Math.min(Math.ceilDiv(wanted, rowTasks), Math.ceilDiv(panels, LEAST_PANELS)));
            rowTasks = Math.max(rowTasks, Math.min(Math.ceilDiv(wanted, columnTasks), Math.ceilDiv(tiles, LEAST_TILES)));
            return new Blocks(Math.ceilDiv(size.depth(), blocks), rowTasks, columnTasks, tiles, panels);
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
    /** The source where its rows can be read in place; otherwise null. */
    private final MatrixRows matrix;
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
        this.matrix = source instanceof MatrixRows rows ? rows : null;
        this.blocks = Blocks.of(size, Workers.shared().count());
        this.bias = bias;
        this.output = output;
        packed = arena.allocate(Packing.bytes(size.depth(), size.columns()), 64).address();
        scratch = arena.allocate(MicroKernel.SCRATCH_BYTES * Workers.shared().count(), 64).address();
        for (int p = 0; p < size.depth(); p += blocks.depth()) {
            Packing.packTransposed(depthAt(p), size.columns(), weight + 4L * p, 4L * size.depth(), blockAt(p));
        }
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
        for (int p = 0; p < size.depth(); p += blocks.depth()) {
            firstPanel(p, row, rows, firstPanel, a, mine);
            for (int panel = firstPanel + 1; panel < endPanel; panel++) {
                panel(p, row, rows, panel, a, mine);
            }
        }
    }

    /** Packs rows and adds one block of the sums to their first panel. */
    private void firstPanel(int p, int first, int count, int panel, float[] a, long mine) {
        boolean unpacked = matrix != null && (panel + 1) * MicroKernel.NR <= size.columns();
        int rows;
        for (int r = 0; r < count; r += rows) {
            rows = MicroKernel.tileRows(count - r);
            int at = r * MicroKernel.PITCH;
            if (unpacked && rows == MicroKernel.MR) {
                unpackedTile(p, first + r, panel);
                source.pack(first + r, rows, p, depthAt(p), a, at);
            } else {
                source.pack(first + r, rows, p, depthAt(p), a, at);
                tile(p, first + r, rows, panel, a, at, mine);
            }
        }
    }

    /** Adds one block of the sums to one panel of the rows packed. */
    private void panel(int p, int first, int count, int panel, float[] a, long mine) {
        int rows;
        for (int r = 0; r < count; r += rows) {
            rows = MicroKernel.tileRows(count - r);
            tile(p, first + r, rows, panel, a, r * MicroKernel.PITCH, mine);
        }
    }

    /** Adds one block of the sums to one full tile of the output, its rows read where they lie. */
    private void unpackedTile(int p, int row, int panel) {
        int depth = depthAt(p);
        long b = panelAt(p, panel);
        long cStride = 4L * size.columns();
        long initStride = p == 0 ? 0 : cStride;
        for (int r = 0; r < MicroKernel.MR; r += UnpackedTile.ROWS) {
            long c = output + (row + r) * cStride + 4L * panel * MicroKernel.NR;
            UnpackedTile.run(depth, matrix.address(row + r, p), matrix.stride(), b, p == 0 ? start(panel) : c, initStride, c, cStride);
        }
    }

    /** Adds one block of the sums to one tile of the output. */
    private void tile(int p, int row, int rows, int panel, float[] a, int from, long mine) {
        int column = panel * MicroKernel.NR;
        int columns = Math.min(MicroKernel.NR, size.columns() - column);
        int vectors = Packing.vectors(columns);
        int depth = depthAt(p);
        long b = panelAt(p, panel);
        long cStride = 4L * size.columns();
        long c = output + row * cStride + 4L * column;
        long init = p == 0 ? start(panel) : c;
        long initStride = p == 0 ? 0 : cStride;
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
