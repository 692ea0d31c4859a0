package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.Convolution;
import java.lang.foreign.Arena;

/**
 * The data flow of {@link WinogradConvolution}: a block of output tiles at a time, first all transformed inputs, then, panel by panel
 * of output channels, 36 matrix multiplications and the transform of their results.
 *
 * <p>Blocking: the transformed inputs of a block, {@code (point, tile, channel)}, take at most {@link #BLOCK_BYTES}, so that they
 * stay in the last-level cache while the panels pass over them, and scratch memory does not grow with the image. A task of the second part
 * takes up to {@link TaskSize#PANELS} panels and {@link TaskSize#TILES} tiles, so that transformed inputs and weights are both read a few
 * times for each time they come from the last-level cache; its products {@code (panel, point, tile, NR)} stay in the second-level cache until
 * they are transformed, and never reach memory. Tasks that share panels follow one another: on images of few tiles, where the weights
 * are the larger part, each weight comes from memory once.
 */
final class WinogradGemm implements BoundKernel {
    private static final long BLOCK_BYTES = 8L << 20;
    /** Tiles of a task of the input transform. */
    private static final int INPUT_TILES = 4;
    private static final int OUT = WinogradTransform.OUT;
    private static final int POINTS = WinogradTransform.POINTS;

    private final Arena arena = Arena.ofShared();
    private final Convolution shape;
    private final int tilesX;
    private final int tilesY;
    private final int blockTiles;
    private final TaskSize task;
    private final int panels;
    private final float[][] left;
    private final WinogradTiles tiles;
    private final long weight;
    private final long bias;
    private final long transformed;
    private final long rowBytes;
    private final long products;
    private final Workers.Task inputTask = this::input;
    private final Workers.Task outputTask = this::output;
    private int firstTile;
    private int tilesNow;

    WinogradGemm(Convolution shape, Tensors tensors) {
        this.shape = shape;
        this.tilesX = tilesX(shape);
        this.tilesY = tilesY(shape);
        this.blockTiles = blockTiles(shape);
        this.task = TaskSize.of(blockTiles, panels(shape));
        this.panels = panels(shape);
        this.rowBytes = rowBytes(shape);
        int threads = Workers.shared().count();
        this.left = new float[threads][TaskSize.TILES * MicroKernel.PITCH];
        this.weight = allocate(weightBytes(shape));
        this.bias = allocate(Packing.bytes(1, shape.outChannels()));
        this.transformed = allocate(POINTS * blockTiles * rowBytes);
        this.products = allocate(threads * productBytes(task));
        this.tiles = new WinogradTiles(arena, shape, tensors.get("input").address(), tensors.output().address());
        Rows.copy(tensors.get("bias").address(), bias, shape.outChannels());
        WinogradWeights.pack(shape.outChannels(), shape.inChannels(), tensors.get("weight").address(), weight);
    }

    private long allocate(long bytes) {
        return arena.allocate(bytes, Tensors.ALIGNMENT).address();
    }

    /** Bytes of packed weights and all scratch memory. */
    static long workspaceBytes(Convolution shape) {
        int block = blockTiles(shape);
        return weightBytes(shape) + Packing.bytes(1, shape.outChannels()) + POINTS * block * rowBytes(shape)
                + Workers.shared().count() * (productBytes(TaskSize.of(block, panels(shape))) + 4L * TaskSize.TILES * MicroKernel.PITCH)
                + WinogradTiles.scratchBytes(shape);
    }

    private static long weightBytes(Convolution shape) {
        return POINTS * Packing.bytes(shape.inChannels(), shape.outChannels());
    }

    private static long productBytes(TaskSize task) {
        return task.panels * panelBytes(task.tiles);
    }

    private static long panelBytes(int taskTiles) {
        return 4L * POINTS * taskTiles * MicroKernel.NR;
    }

    private static int panels(Convolution shape) {
        return Math.ceilDiv(Packing.vectors(shape.outChannels()), MicroKernel.PANEL_VECTORS);
    }

    /** Bytes from a tile's transformed channels to the next's: no multiple of a page, which would crowd the tiles into a few cache sets. */
    private static long rowBytes(Convolution shape) {
        long bytes = Packing.bytes(1, shape.inChannels());
        return bytes % 4096 == 0 ? bytes + 64 : bytes;
    }

    private static int tilesX(Convolution shape) {
        return Math.ceilDiv(shape.outWidth(), OUT);
    }

    private static int tilesY(Convolution shape) {
        return Math.ceilDiv(shape.outHeight(), OUT);
    }

    private static int allTiles(Convolution shape) {
        return Math.multiplyExact(shape.batch(), tilesX(shape) * tilesY(shape));
    }

    private static int blockTiles(Convolution shape) {
        int most = Math.clamp(BLOCK_BYTES / (POINTS * rowBytes(shape)), TaskSize.TILES, Integer.MAX_VALUE);
        int blocks = Math.ceilDiv(allTiles(shape), most / TaskSize.TILES * TaskSize.TILES);
        return Math.ceilDiv(allTiles(shape), blocks);
    }

    @Override
    public void run() {
        int all = allTiles(shape);
        for (firstTile = 0; firstTile < all; firstTile += blockTiles) {
            tilesNow = Math.min(blockTiles, all - firstTile);
            Workers.shared().run(Math.ceilDiv(tilesNow, INPUT_TILES), inputTask);
            Workers.shared().run(Math.ceilDiv(tilesNow, task.tiles) * Math.ceilDiv(panels, task.panels), outputTask);
        }
    }

    private void input(int task, int worker) {
        int first = task * INPUT_TILES;
        int last = Math.min(first + INPUT_TILES, tilesNow);
        for (int t = first; t < last; t++) {
            int tile = firstTile + t;
            tiles.input(worker, tile / tilesX / tilesY, tile / tilesX % tilesY * OUT, tile % tilesX * OUT,
                    transformed + t * rowBytes, blockTiles * rowBytes);
        }
    }

    private void output(int index, int worker) {
        int subBlocks = Math.ceilDiv(tilesNow, task.tiles);
        int firstPanel = index / subBlocks * task.panels;
        int endPanel = Math.min(firstPanel + task.panels, panels);
        int first = index % subBlocks * task.tiles;
        int count = Math.min(task.tiles, tilesNow - first);
        long product = products + worker * productBytes(task);
        for (int point = 0; point < POINTS; point++) {
            multiply(point, firstPanel, endPanel, first, count, left[worker], product);
        }
        for (int panel = firstPanel; panel < endPanel; panel++) {
            int column = panel * MicroKernel.NR;
            long row = (long) vectors(panel) * Simd.VECTOR_BYTES;
            for (int t = 0; t < count; t++) {
                int tile = firstTile + first + t;
                tiles.output(worker, tile / tilesX / tilesY, tile / tilesX % tilesY * OUT, tile % tilesX * OUT, column,
                        vectors(panel), product + t * row, task.tiles * row, bias + 4L * column);
            }
            product += panelBytes(task.tiles);
        }
    }

    private int vectors(int panel) {
        return Packing.panelVectors(Packing.vectors(shape.outChannels()) - panel * MicroKernel.PANEL_VECTORS);
    }

    /** The product of one point, {@code (tiles × channels) · (channels × panels)}. */
    private void multiply(int point, int firstPanel, int endPanel, int first, int count, float[] left, long product) {
        int channels = shape.inChannels();
        int chunk = Math.ceilDiv(channels, Math.ceilDiv(channels, MicroKernel.MAX_DEPTH));
        long a = transformed + ((long) point * blockTiles + first) * rowBytes;
        long b = weight + point * Packing.bytes(channels, shape.outChannels());
        for (int from = 0; from < channels; from += chunk) {
            int depth = Math.min(chunk, channels - from);
            for (int r = 0; r < count; r++) {
                long row = a + r * rowBytes;
                Packing.row(row + 4L * from, row + rowBytes, depth, left, r * MicroKernel.PITCH);
            }
            for (int panel = firstPanel; panel < endPanel; panel++) {
                long row = (long) vectors(panel) * Simd.VECTOR_BYTES;
                long right = b + (long) panel * channels * MicroKernel.NR * Float.BYTES + from * row;
                long c = product + (panel - firstPanel) * panelBytes(task.tiles) + point * task.tiles * row;
                multiplyPanel(count, vectors(panel), depth, left, right, from == 0, c);
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

    @Override
    public void close() {
        arena.close();
    }

    /**
     * What a task of the second part takes.
     *
     * @param tiles a multiple of the micro-kernel's rows
     */
    private record TaskSize(int tiles, int panels) {
        /** Most tiles, a multiple of the micro-kernel's rows. */
        static final int TILES = 48;
        /** Most panels: so many columns that packing rows costs little beside multiplying them. */
        static final int PANELS = 8;
        private static final int LEAST_PANELS = 2;
        private static final int TASKS_PER_WORKER = 6;

        /**
         * Where there would be too few tasks to share, fewer panels first: each weight, the larger part on images of few tiles, is then
         * still read for as many tiles. Fewer tiles next.
         */
        static TaskSize of(int tiles, int panels) {
            int wanted = TASKS_PER_WORKER * Workers.shared().count();
            int groups = Math.ceilDiv(wanted, Math.ceilDiv(tiles, TILES));
            int taskPanels = Math.clamp(panels / groups, LEAST_PANELS, PANELS);
            int subBlocks = Math.ceilDiv(wanted, Math.ceilDiv(panels, taskPanels));
            int taskTiles = Math.ceilDiv(Math.ceilDiv(tiles, subBlocks), MicroKernel.MR) * MicroKernel.MR;
            return new TaskSize(Math.clamp(taskTiles, MicroKernel.MR, TILES), taskPanels);
        }
    }
}
