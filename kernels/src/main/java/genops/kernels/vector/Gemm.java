package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.Linear;
import java.lang.foreign.Arena;

/**
 * Linear layer as a blocked matrix multiplication, {@code Y = X Wᵀ + bias}, fp32.
 *
 * <p>Blocking after Goto and van de Geijn (ACM TOMS 34(3), 2008), with the caches' roles turned round, since the register tile is
 * wider than it is high:
 *
 * <ul>
 *   <li>the sums are cut into blocks so short that a row tile of the input takes a third of the level 1 cache and stays there while
 *       the panels of the weight stream past it;
 *   <li>the columns are cut so that the panels of a task take half of the level 2 cache and stay there from row tile to row tile;
 *   <li>the rows are cut so that the input of a task takes as much again; rows and columns are cut further until there are enough
 *       tasks to keep all threads busy to the end.
 * </ul>
 *
 * <p>The input is read where it lies. The weight is packed once, when the kernel is bound, block of sums by block of sums; that is not
 * timed.
 */
public final class Gemm implements Kernel<Linear> {
    /** Greatest length of one block of the sums. */
    private static final int DEPTH = Caches.LEVEL1 / 3 / (MicroKernel.MR * Float.BYTES);
    /** Row tiles of a task below which fetching the panels costs more than what is gained by a finer cut. */
    private static final int LEAST_TILES = 16;
    /** Tasks a thread should get, so that the last one to finish is not waited for long. */
    private static final int TASKS_PER_THREAD = 8;

    @Override
    public String id() {
        return "vector/gemm";
    }

    @Override
    public Class<Linear> operator() {
        return Linear.class;
    }

    @Override
    public long workspaceBytes(Linear shape) {
        return Packing.bytes(shape.inFeatures(), shape.outFeatures()) + Workers.shared().count() * MicroKernel.SCRATCH_BYTES;
    }

    @Override
    public BoundKernel bind(Linear shape, Tensors tensors) {
        return new Bound(shape, tensors, Blocks.of(shape, Workers.shared().count()));
    }

    /**
     * How a shape is cut.
     *
     * @param depth length of a block of the sums; the last may be shorter
     * @param rowTasks parts of the rows
     * @param columnTasks parts of the panels
     * @param tiles row tiles in all
     * @param panels panels in all
     */
    private record Blocks(int depth, int rowTasks, int columnTasks, int tiles, int panels) {

        static Blocks of(Linear shape, int threads) {
            int depth = ceil(shape.inFeatures(), ceil(shape.inFeatures(), DEPTH));
            int tiles = ceil(shape.rows(), MicroKernel.MR);
            int panels = ceil(shape.outFeatures(), MicroKernel.NR);
            int mostTiles = Math.max(1, Caches.LEVEL2 / 2 / (depth * Float.BYTES * MicroKernel.MR));
            int mostPanels = Math.max(1, Caches.LEVEL2 / 2 / (depth * Float.BYTES * MicroKernel.NR));
            int wanted = threads == 1 ? 1 : TASKS_PER_THREAD * threads;
            int columnTasks = ceil(panels, mostPanels);
            int rowTasks = Math.max(ceil(tiles, mostTiles), Math.min(ceil(wanted, columnTasks), ceil(tiles, LEAST_TILES)));
            columnTasks = Math.min(panels, Math.max(columnTasks, ceil(wanted, rowTasks)));
            return new Blocks(depth, rowTasks, columnTasks, tiles, panels);
        }

        int tasks() {
            return rowTasks * columnTasks;
        }

        int firstTile(int rowTask) {
            return (int) ((long) tiles * rowTask / rowTasks);
        }

        int firstPanel(int columnTask) {
            return (int) ((long) panels * columnTask / columnTasks);
        }
    }

    private static int ceil(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    private static final class Bound implements BoundKernel, Workers.Task {
        private final Linear shape;
        private final Blocks blocks;
        private final Arena arena = Arena.ofShared();
        private final long input;
        private final long bias;
        private final long output;
        private final long packed;
        private final long scratch;

        Bound(Linear shape, Tensors tensors, Blocks blocks) {
            this.shape = shape;
            this.blocks = blocks;
            input = tensors.get("input").address();
            bias = shape.bias() ? tensors.get("bias").address() : Packing.ZEROS;
            output = tensors.output().address();
            packed = arena.allocate(Packing.bytes(shape.inFeatures(), shape.outFeatures()), 64).address();
            scratch = arena.allocate(MicroKernel.SCRATCH_BYTES * Workers.shared().count(), 64).address();
            long weight = tensors.get("weight").address();
            for (int p = 0; p < shape.inFeatures(); p += blocks.depth()) {
                Packing.packTransposed(depthAt(p), shape.outFeatures(), weight + 4L * p, 4L * shape.inFeatures(), blockAt(p));
            }
        }

        private int depthAt(int p) {
            return Math.min(blocks.depth(), shape.inFeatures() - p);
        }

        private long blockAt(int p) {
            return packed + Packing.bytes(p, shape.outFeatures());
        }

        @Override
        public void run() {
            Workers.shared().run(blocks.tasks(), this);
        }

        @Override
        public void run(int task, int worker) {
            int rowTask = task % blocks.rowTasks();
            int columnTask = task / blocks.rowTasks();
            int endRow = Math.min(blocks.firstTile(rowTask + 1) * MicroKernel.MR, shape.rows());
            int endPanel = blocks.firstPanel(columnTask + 1);
            for (int p = 0; p < shape.inFeatures(); p += blocks.depth()) {
                for (int row = blocks.firstTile(rowTask) * MicroKernel.MR; row < endRow; row += MicroKernel.MR) {
                    int rows = Math.min(MicroKernel.MR, endRow - row);
                    for (int panel = blocks.firstPanel(columnTask); panel < endPanel; panel++) {
                        tile(p, row, rows, panel, scratch + worker * MicroKernel.SCRATCH_BYTES);
                    }
                }
            }
        }

        /** Adds one block of the sums to one tile of the output. */
        private void tile(int p, int row, int rows, int panel, long mine) {
            int column = panel * MicroKernel.NR;
            int columns = Math.min(MicroKernel.NR, shape.outFeatures() - column);
            int vectors = Packing.vectors(columns);
            int depth = depthAt(p);
            long aStride = 4L * shape.inFeatures();
            long a = input + row * aStride + 4L * p;
            long b = blockAt(p) + 4L * column * depth;
            long cStride = 4L * shape.outFeatures();
            long c = output + row * cStride + 4L * column;
            boolean first = p == 0;
            long init = !first ? c : shape.bias() ? bias + 4L * column : Packing.ZEROS;
            long initStride = first ? 0 : cStride;
            if (columns < vectors * Simd.LANES) {
                MicroKernel.edge(rows, vectors, columns, depth, a, aStride, b, init, initStride, c, cStride, mine);
            } else {
                MicroKernel.run(rows, vectors, depth, a, aStride, b, init, initStride, c, cStride);
            }
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
