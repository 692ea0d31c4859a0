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
 * takes one panel and {@link #TASK_TILES} tiles; its products {@code (point, tile, NR)} stay in the second-level cache until they are
 * transformed, and never reach memory. Tasks that share a panel follow one another: on images of few tiles, where the weights are the
 * larger part, each weight comes from memory once.
 */
final class WinogradGemm implements BoundKernel {
    private static final long BLOCK_BYTES = 8L << 20;
    /** Most tiles of a task, a multiple of the micro-kernel's rows. */
    private static final int TASK_TILES = 8 * MicroKernel.MR;
    /** Tiles of a task of the input transform. */
    private static final int INPUT_TILES = 4;
    /** Most terms of a sum between two visits to its accumulators: 28 KiB of a 32 wide panel, most of the first-level cache. */
    private static final int CHUNK = 224;
    private static final int OUT = WinogradTransform.OUT;
    private static final int POINTS = WinogradTransform.POINTS;
    private static final int TASKS_PER_WORKER = 6;

    private final Arena arena = Arena.ofShared();
    private final Convolution shape;
    private final int tilesX;
    private final int tilesY;
    private final int blockTiles;
    private final int taskTiles;
    private final int[] panelStarts;
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
        this.taskTiles = taskTiles(shape, blockTiles);
        this.panelStarts = ImplicitGemm.panelStarts(shape.outChannels());
        this.rowBytes = rowBytes(shape);
        int threads = Workers.shared().count();
        this.weight = allocate(weightBytes(shape));
        this.bias = allocate(Packing.bytes(1, shape.outChannels()));
        this.transformed = allocate(POINTS * blockTiles * rowBytes);
        this.products = allocate(threads * productBytes(taskTiles));
        this.tiles = new WinogradTiles(arena, shape, tensors.get("input").address(), tensors.output().address());
        Packing.copy(tensors.get("bias").address(), bias, shape.outChannels());
        WinogradWeights.pack(shape.outChannels(), shape.inChannels(), tensors.get("weight").address(), weight);
    }

    private long allocate(long bytes) {
        return arena.allocate(bytes, Tensors.ALIGNMENT).address();
    }

    /** Bytes of packed weights and all scratch memory. */
    static long workspaceBytes(Convolution shape) {
        int block = blockTiles(shape);
        return weightBytes(shape) + Packing.bytes(1, shape.outChannels()) + POINTS * block * rowBytes(shape)
                + Workers.shared().count() * productBytes(taskTiles(shape, block)) + WinogradTiles.scratchBytes(shape);
    }

    private static long weightBytes(Convolution shape) {
        return POINTS * Packing.bytes(shape.inChannels(), shape.outChannels());
    }

    private static long productBytes(int taskTiles) {
        return 4L * POINTS * taskTiles * MicroKernel.NR;
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
        int most = Math.clamp(BLOCK_BYTES / (POINTS * rowBytes(shape)), TASK_TILES, Integer.MAX_VALUE);
        int blocks = Math.ceilDiv(allTiles(shape), most / TASK_TILES * TASK_TILES);
        return Math.ceilDiv(allTiles(shape), blocks);
    }

    /** Tiles of a task of the second part: fewer where there would be too few tasks to share. */
    private static int taskTiles(Convolution shape, int blockTiles) {
        int panels = Math.ceilDiv(Packing.vectors(shape.outChannels()), MicroKernel.PANEL_VECTORS);
        int tasks = Math.ceilDiv(TASKS_PER_WORKER * Workers.shared().count(), panels);
        int wanted = Math.ceilDiv(Math.ceilDiv(blockTiles, tasks), MicroKernel.MR) * MicroKernel.MR;
        return Math.clamp(wanted, 2 * MicroKernel.MR, TASK_TILES);
    }

    @Override
    public void run() {
        int all = allTiles(shape);
        for (firstTile = 0; firstTile < all; firstTile += blockTiles) {
            tilesNow = Math.min(blockTiles, all - firstTile);
            Workers.shared().run(Math.ceilDiv(tilesNow, INPUT_TILES), inputTask);
            Workers.shared().run(Math.ceilDiv(tilesNow, taskTiles) * (panelStarts.length - 1), outputTask);
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

    private void output(int task, int worker) {
        int subBlocks = Math.ceilDiv(tilesNow, taskTiles);
        int panel = task / subBlocks;
        int first = task % subBlocks * taskTiles;
        int count = Math.min(taskTiles, tilesNow - first);
        int vectors = panelStarts[panel + 1] - panelStarts[panel];
        long product = products + worker * productBytes(taskTiles);
        long row = (long) vectors * Simd.VECTOR_BYTES;
        multiply(panelStarts[panel], vectors, first, count, product);
        int column = panelStarts[panel] * Simd.LANES;
        for (int t = 0; t < count; t++) {
            int tile = firstTile + first + t;
            tiles.output(worker, tile / tilesX / tilesY, tile / tilesX % tilesY * OUT, tile % tilesX * OUT, column, vectors,
                    product + t * row, taskTiles * row, bias + 4L * column);
        }
    }

    /** The 36 products {@code (tiles × channels) · (channels × panel)}. */
    private void multiply(int panelStart, int vectors, int first, int count, long product) {
        int channels = shape.inChannels();
        int chunk = Math.ceilDiv(channels, Math.ceilDiv(channels, CHUNK));
        long row = (long) vectors * Simd.VECTOR_BYTES;
        for (int point = 0; point < POINTS; point++) {
            long a = transformed + ((long) point * blockTiles + first) * rowBytes;
            long b = weight + point * Packing.bytes(channels, shape.outChannels()) + (long) panelStart * channels * Simd.VECTOR_BYTES;
            long c = product + point * taskTiles * row;
            for (int from = 0; from < channels; from += chunk) {
                int depth = Math.min(chunk, channels - from);
                for (int t = 0; t < count; t += MicroKernel.MR) {
                    long init = from == 0 ? Packing.ZEROS : c + t * row;
                    MicroKernel.run(Math.min(MicroKernel.MR, count - t), vectors, depth, a + t * rowBytes + 4L * from, rowBytes,
                            b + from * row, init, from == 0 ? 0 : row, c + t * row, row);
                }
            }
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
