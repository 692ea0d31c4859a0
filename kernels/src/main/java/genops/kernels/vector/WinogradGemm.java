package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Tensors;
import genops.kernels.Workspace;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.Convolution;

/**
 * The data flow of {@link WinogradConvolution}: a block of output tiles at a time, first all transformed inputs, then, panel by panel
 * of output channels, 36 matrix multiplications and the transform of their results.
 *
 * <p>Blocking: the transformed inputs of a block, {@code (point, tile, channel)}, take at most {@link #BLOCK_BYTES}, so that they
 * stay in the last-level cache while the panels pass over them, and scratch memory does not grow with the image. A task of the second part
 * takes up to {@link WinogradProduct#mostPanels} panels and {@link WinogradProduct#mostTiles} tiles, so that transformed inputs and weights are both read a few
 * times for each time they come from the last-level cache; its products stay in the second-level cache until
 * they are transformed, and never reach memory. Tasks that share panels follow one another: on images of few tiles, where the weights
 * are the larger part, each weight comes from memory once.
 */
final class WinogradGemm implements BoundKernel {
    private static final long BLOCK_BYTES = 8L << 20;
    /** Tiles of a task of the input transform. */
    private static final int INPUT_TILES = 4;
    private static final int OUT = WinogradTransform.OUT;
    private static final int POINTS = WinogradTransform.POINTS;

    private final Workspace workspace = new Workspace();
    private final Convolution shape;
    private final int tilesX;
    private final int tilesY;
    private final int blocks;
    private final int blockTiles;
    private final WinogradProduct product;
    private final WinogradTaskSize task;
    private final int panels;
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
        this.product = product(workspace, shape);
        this.blocks = blocks(shape, product);
        this.blockTiles = blockTiles(shape, product);
        this.panels = panels(shape);
        this.task = WinogradTaskSize.of(blockTiles, panels, product);
        this.rowBytes = rowBytes(shape);
        this.weight = allocate(weightBytes(shape));
        this.bias = allocate(Packing.bytes(1, shape.outChannels()));
        this.transformed = allocate(POINTS * blockTiles * rowBytes);
        this.products = allocate(Workers.shared().count() * productBytes(task));
        this.tiles = new WinogradTiles(workspace, shape, tensors.get("input").address(), tensors.output().address());
        Rows.copy(tensors.get("bias").address(), bias, shape.outChannels());
        WinogradWeights.pack(shape.outChannels(), shape.inChannels(), tensors.get("weight").address(), weight);
    }

    private long allocate(long bytes) {
        return workspace.allocate(bytes);
    }

    /** Bytes of packed weights and all scratch memory. */
    static long workspaceBytes(Convolution shape) {
        try (Workspace ofProduct = new Workspace()) {
            WinogradProduct product = product(ofProduct, shape);
            int block = blockTiles(shape, product);
            return weightBytes(shape) + Packing.bytes(1, shape.outChannels()) + POINTS * block * rowBytes(shape)
                    + Workers.shared().count() * productBytes(WinogradTaskSize.of(block, panels(shape), product)) + ofProduct.bytes()
                    + WinogradTiles.workspaceBytes(shape);
        }
    }

    private static WinogradProduct product(Workspace workspace, Convolution shape) {
        return WinogradUnpackedProduct.serves(shape, allTiles(shape)) ? new WinogradUnpackedProduct(shape, rowBytes(shape))
                : new WinogradPackedProduct(workspace, shape, rowBytes(shape));
    }

    private static long weightBytes(Convolution shape) {
        return POINTS * Packing.bytes(shape.inChannels(), shape.outChannels());
    }

    private static long productBytes(WinogradTaskSize task) {
        return groupBytes(task.tiles(), task.panels());
    }

    /** Bytes of the product of some panels. */
    static long groupBytes(int taskTiles, int groupPanels) {
        return 4L * POINTS * taskTiles * groupPanels * MicroKernel.NR;
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

    /** Blocks of tiles, all of about the same number. */
    private static int blocks(Convolution shape, WinogradProduct product) {
        int most = Math.clamp(BLOCK_BYTES / (POINTS * rowBytes(shape)), product.mostTiles(), Integer.MAX_VALUE);
        return Math.ceilDiv(allTiles(shape), most - most % product.tileRows());
    }

    /** Most tiles of a block. */
    private static int blockTiles(Convolution shape, WinogradProduct product) {
        int rows = product.tileRows();
        return Math.ceilDiv(Math.ceilDiv(allTiles(shape), rows), blocks(shape, product)) * rows;
    }

    @Override
    public void run() {
        int all = allTiles(shape);
        for (int block = 0; block < blocks; block++) {
            firstTile = part(all, block, blocks);
            tilesNow = part(all, block + 1, blocks) - firstTile;
            Workers.shared().run(Math.ceilDiv(tilesNow, INPUT_TILES), inputTask);
            Workers.shared().run(Math.ceilDiv(tilesNow, task.tiles()) * Math.ceilDiv(panels, task.panels()), outputTask);
        }
    }

    /** Where a part begins: at whole tiles of registers, the last part having no fewer of them than others. */
    private int part(int all, int number, int parts) {
        int rows = product.tileRows();
        return Math.min(all, (int) ((long) Math.ceilDiv(all, rows) * number / parts) * rows);
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
        int subBlocks = Math.ceilDiv(tilesNow, task.tiles());
        int firstPanel = index / subBlocks * task.panels();
        int endPanel = Math.min(firstPanel + task.panels(), panels);
        int first = part(tilesNow, index % subBlocks, subBlocks);
        int count = part(tilesNow, index % subBlocks + 1, subBlocks) - first;
        long mine = products + worker * productBytes(task);
        for (int point = 0; point < POINTS; point++) {
            product.multiply(point, firstPanel, endPanel, transformed + ((long) point * blockTiles + first) * rowBytes, count,
                    weight + point * Packing.bytes(shape.inChannels(), shape.outChannels()), task.tiles(), mine, worker);
        }
        for (int panel = firstPanel; panel < endPanel; panel++) {
            output(worker, panel, firstTile + first, count, mine, panel - firstPanel);
        }
    }

    /**
     * Transforms one panel of a task.
     *
     * @param number of the panel within the task
     */
    private void output(int worker, int panel, int first, int count, long mine, int number) {
        int group = product.groupPanels();
        int vectors = Packing.panelVectors(Packing.vectors(shape.outChannels()) - panel * MicroKernel.PANEL_VECTORS);
        long row = (long) group * vectors * Simd.VECTOR_BYTES;
        long from = mine + number / group * groupBytes(task.tiles(), group) + number % group * (long) vectors * Simd.VECTOR_BYTES;
        int column = panel * MicroKernel.NR;
        for (int t = 0; t < count; t++) {
            int tile = first + t;
            tiles.output(worker, tile / tilesX / tilesY, tile / tilesX % tilesY * OUT, tile % tilesX * OUT, column, vectors,
                    from + t * row, task.tiles() * row, bias + 4L * column);
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
