package genops.kernels.vector;

import genops.kernels.Workspace;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.Convolution;

/**
 * The two-dimensional transforms of one tile for {@link WinogradGemm}: columns into scratch memory, then rows out of it. Pixels in
 * the padding are read from a row of zeros, pixels beyond the output are written to a row nobody reads. Rows of channels that no
 * whole number of vectors fills pass through scratch memory.
 */
final class WinogradTiles {
    private static final int IN = WinogradTransform.IN;
    private static final int OUT = WinogradTransform.OUT;
    private static final int POINTS = WinogradTransform.POINTS;
    /** Channels that are transformed at a time: 36 rows of them and their transform fit the first-level cache. */
    private static final int STRIP = MicroKernel.NR;

    private final Convolution shape;
    private final ConvolutionRows pixels;
    private final long zeros;
    private final long output;
    private final int paddedChannels;
    private final long[][] addresses;
    private final long scratch;
    private final long scratchBytes;

    WinogradTiles(Workspace workspace, Convolution shape, long input, long output) {
        this.shape = shape;
        this.output = output;
        this.paddedChannels = Packing.vectors(shape.inChannels()) * Simd.LANES;
        int threads = Workers.shared().count();
        this.addresses = new long[threads][POINTS];
        this.scratchBytes = scratchBytes(shape) / threads;
        this.scratch = workspace.allocate(threads * scratchBytes);
        this.pixels = new ConvolutionRows(shape, input);
        this.zeros = workspace.allocate(4L * paddedChannels);
    }

    /** Bytes of scratch memory and of the row of zeros. */
    static long workspaceBytes(Convolution shape) {
        return scratchBytes(shape) + Packing.bytes(1, shape.inChannels());
    }

    /** Bytes of scratch memory: a strip's half-transformed rows, a row to throw away, and a tile of ragged rows, for each thread. */
    private static long scratchBytes(Convolution shape) {
        long ragged = Math.max(Packing.bytes(1, shape.inChannels()), 4L * STRIP);
        return Workers.shared().count() * (POINTS * ragged + 4L * (POINTS + 1) * STRIP);
    }

    /**
     * Transforms an input tile.
     *
     * @param row first row of the output tile, as its first column in pixels
     * @param to where the channels of the first point go
     * @param pointStride bytes from a point to the next
     */
    void input(int worker, int image, int row, int column, long to, long pointStride) {
        long half = scratch + worker * scratchBytes;
        long[] rows = addresses[worker];
        for (int p = 0; p < POINTS; p++) {
            rows[p] = pixels.pixel(image, row + p / IN - shape.pad(), column + p % IN - shape.pad(), zeros);
        }
        if (paddedChannels != shape.inChannels()) {
            long ragged = half + 4L * (POINTS + 1) * STRIP;
            for (int p = 0; p < POINTS; p++) {
                Rows.copy(rows[p], ragged + 4L * p * paddedChannels, shape.inChannels());
                rows[p] = ragged + 4L * p * paddedChannels;
            }
        }
        long line = 4L * STRIP;
        for (int from = 0; from < paddedChannels; from += STRIP) {
            int count = Math.min(STRIP, paddedChannels - from);
            long at = 4L * from;
            for (int j = 0; j < IN; j++) {
                WinogradTransform.input(count, rows[j] + at, rows[IN + j] + at, rows[2 * IN + j] + at, rows[3 * IN + j] + at,
                        rows[4 * IN + j] + at, rows[5 * IN + j] + at, half + j * line, IN * line);
            }
            for (int i = 0; i < IN; i++) {
                long x = half + i * IN * line;
                WinogradTransform.input(count, x, x + line, x + 2 * line, x + 3 * line, x + 4 * line, x + 5 * line,
                        to + i * IN * pointStride + at, pointStride);
            }
        }
    }

    /**
     * Transforms the products of a tile and writes the pixels that the output has.
     *
     * @param firstChannel first output channel of the panel
     * @param vectors width of the panel
     * @param from the products of the first point
     * @param pointStride bytes from a point to the next
     * @param bias the panel's bias
     */
    void output(int worker, int image, int row, int column, int firstChannel, int vectors, long from, long pointStride, long bias) {
        long half = scratch + worker * scratchBytes;
        long nowhere = half + 4L * POINTS * STRIP;
        long ragged = nowhere + 4L * STRIP;
        long line = (long) vectors * Simd.VECTOR_BYTES;
        int count = vectors * Simd.LANES;
        int columns = Math.min(count, shape.outChannels() - firstChannel);
        for (int j = 0; j < IN; j++) {
            WinogradTransform.output(count, from + j * pointStride, IN * pointStride, Packing.ZEROS, half + j * line,
                    half + (IN + j) * line, half + (2 * IN + j) * line, half + (3 * IN + j) * line);
        }
        int height = Math.min(OUT, shape.outHeight() - row);
        int width = Math.min(OUT, shape.outWidth() - column);
        for (int i = 0; i < height; i++) {
            long pixel = (((long) image * shape.outHeight() + row + i) * shape.outWidth() + column) * shape.outChannels();
            long to = columns < count ? ragged : output + 4L * (pixel + firstChannel);
            long step = columns < count ? line : 4L * shape.outChannels();
            WinogradTransform.output(count, half + i * IN * line, line, bias, to, width > 1 ? to + step : nowhere,
                    width > 2 ? to + 2 * step : nowhere, width > 3 ? to + 3 * step : nowhere);
            for (int j = 0; columns < count && j < width; j++) {
                Rows.copy(ragged + j * line, output + 4L * (pixel + (long) j * shape.outChannels() + firstChannel), columns);
            }
        }
    }
}
