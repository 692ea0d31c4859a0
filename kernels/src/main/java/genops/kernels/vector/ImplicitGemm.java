package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.parallel.Workers;
import java.lang.foreign.Arena;
import java.util.function.LongFunction;

/**
 * Convolution as a matrix multiplication whose left operand is never built:
 * {@code y[row, o] = bias[o] + Σ_tap Σ_c x[address(row, tap) + c] · w[o, tap, c]}.
 *
 * <p>Blocking: a task is a block of {@link #BLOCK_ROWS} pixels against one panel of output channels (or against all, where the
 * weights are small enough to stay in cache). Within it the channels are cut into chunks of at most {@link #CHUNK}, so that the
 * chunk of the panel and the pixels' channels stay in the second-level cache while the taps pass over them; the micro-kernel reads
 * six pixels through their addresses and accumulates in the output itself. Each weight comes from memory once for a block of pixels:
 * tasks that share a panel run one after another where the weights are large, tasks that share pixels where they are small.
 *
 * <p>Weights {@code (outChannels, taps, channels)} are packed once, when bound. A last panel that the output channels do not fill
 * accumulates in scratch memory, of which the channels there are copied.
 */
final class ImplicitGemm implements BoundKernel {
    /** Most pixels of a task: 32 register tiles. */
    static final int BLOCK_ROWS = 32 * MicroKernel.MR;
    /** Most channels of a chunk: 28 KiB of a 32 wide panel, most of the first-level cache. */
    private static final int CHUNK = 224;
    /** Packed weights up to this size are read by every block of pixels rather than once. */
    private static final long SMALL_WEIGHTS = 4L << 20;
    private static final int TASKS_PER_WORKER = 6;

    /**
     * The numbers of the multiplication.
     *
     * @param rows pixels of the output
     * @param taps positions of the kernel
     * @param channels terms of a tap
     * @param columns output channels
     */
    record Size(int rows, int taps, int channels, int columns) {

        int depth() {
            return taps * channels;
        }

        /** Pixels of a task: fewer where there would be too few tasks to share. */
        int blockRows() {
            int tasks = TASKS_PER_WORKER * Workers.shared().count();
            int panels = Math.ceilDiv(Packing.vectors(columns), MicroKernel.PANEL_VECTORS);
            int wanted = Math.ceilDiv(rows, Math.max(1, tasks / panels));
            int tiles = Math.ceilDiv(Math.clamp(wanted, 8 * MicroKernel.MR, BLOCK_ROWS), MicroKernel.MR);
            return Math.min(tiles * MicroKernel.MR, Math.max(rows, 1));
        }

        /** Bytes of packed weights, bias and scratch. */
        long workspaceBytes() {
            return Packing.bytes(depth(), columns) + Packing.bytes(1, columns) + Workers.shared().count() * scratchBytes();
        }

        private long tableBytes() {
            return (8L * taps * BLOCK_ROWS + 63) & -64;
        }

        private long scratchBytes() {
            return tableBytes() + 4L * BLOCK_ROWS * MicroKernel.NR;
        }
    }

    private final Arena arena;
    private final RowSource source;
    private final Size size;
    private final long output;
    private final long weight;
    private final long bias;
    private final long scratch;
    private final int blockRows;
    private final int blocks;
    private final int[] panelStarts;
    private final boolean panelsTogether;
    private final Workers.Task task = this::task;

    /**
     * @param arena closed with the kernel
     * @param source the pixels
     * @param together whether a block of pixels must pass all panels in one task, because making its rows is dear
     * @param weight address of the weights {@code (columns, taps, channels)}
     * @param bias address of the bias
     * @param output address of the output {@code (rows, columns)}
     */
    ImplicitGemm(Arena arena, Size size, RowSource source, boolean together, long weight, long bias, long output) {
        this.arena = arena;
        this.size = size;
        this.source = source;
        this.output = output;
        LongFunction<Long> allocate = bytes -> arena.allocate(bytes, 64).address();
        long packedBytes = Packing.bytes(size.depth(), size.columns());
        this.weight = allocate.apply(packedBytes);
        this.bias = allocate.apply(Packing.bytes(1, size.columns()));
        this.scratch = allocate.apply(Workers.shared().count() * size.scratchBytes());
        Packing.packTransposed(size.depth(), size.columns(), weight, 4L * size.depth(), this.weight);
        Packing.copy(bias, this.bias, size.columns());
        this.blockRows = size.blockRows();
        this.blocks = Math.ceilDiv(size.rows(), blockRows);
        this.panelStarts = panelStarts(size.columns());
        this.panelsTogether = together
                || packedBytes <= SMALL_WEIGHTS && blocks >= TASKS_PER_WORKER * Workers.shared().count();
    }

    /** Where panels start, in vectors; the last element is where they end. */
    static int[] panelStarts(int columns) {
        int all = Packing.vectors(columns);
        int[] starts = new int[all + 1];
        int count = 0;
        for (int v = 0; v < all; v += Packing.panelVectors(all - v)) {
            starts[count++] = v;
        }
        starts[count] = all;
        return java.util.Arrays.copyOf(starts, count + 1);
    }

    @Override
    public void run() {
        Workers.shared().run(panelsTogether ? blocks : blocks * (panelStarts.length - 1), task);
    }

    private void task(int number, int worker) {
        if (panelsTogether) {
            for (int panel = 0; panel < panelStarts.length - 1; panel++) {
                block(number * blockRows, panel, worker);
            }
        } else {
            block(number % blocks * blockRows, number / blocks, worker);
        }
    }

    private void block(int first, int panel, int worker) {
        int rows = Math.min(blockRows, size.rows() - first);
        int vectors = panelStarts[panel + 1] - panelStarts[panel];
        int column = panelStarts[panel] * Simd.LANES;
        int columns = Math.min(vectors * Simd.LANES, size.columns() - column);
        long table = scratch + worker * size.scratchBytes();
        long tile = table + size.tableBytes();
        boolean ragged = columns < vectors * Simd.LANES;
        long target = ragged ? tile : output + 4L * ((long) first * size.columns() + column);
        long stride = ragged ? (long) vectors * Simd.VECTOR_BYTES : 4L * size.columns();
        int chunks = Math.ceilDiv(size.channels(), CHUNK);
        int chunk = Math.ceilDiv(size.channels(), chunks);
        for (int from = 0; from < size.channels(); from += chunk) {
            if (panel == 0 || !panelsTogether || chunks > 1) {
                for (int tap = 0; tap < size.taps(); tap++) {
                    source.addresses(first, rows, tap, 4L * from, table + 8L * tap * BLOCK_ROWS, worker);
                }
            }
            int depth = Math.min(chunk, size.channels() - from);
            for (int tap = 0; tap < size.taps(); tap++) {
                boolean start = from == 0 && tap == 0;
                long b = weight + (panelStarts[panel] * (long) size.depth() + (tap * (long) size.channels() + from) * vectors)
                        * Simd.VECTOR_BYTES;
                long addresses = table + 8L * tap * BLOCK_ROWS;
                tiles(rows, vectors, depth, addresses, b, start ? bias + 4L * column : target, start ? 0 : stride, target, stride);
            }
        }
        for (int r = 0; ragged && r < rows; r++) {
            Packing.copy(tile + r * stride, output + 4L * ((long) (first + r) * size.columns() + column), columns);
        }
    }

    private static void tiles(int rows, int vectors, int depth, long addresses, long b, long init, long initStride, long target,
            long stride) {
        for (int r = 0; r < rows; r += MicroKernel.MR) {
            MicroKernel.gathered(Math.min(MicroKernel.MR, rows - r), vectors, depth, addresses + 8L * r, b, init + r * initStride,
                    initStride, target + r * stride, stride);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
