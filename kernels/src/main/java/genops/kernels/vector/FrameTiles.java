package genops.kernels.vector;

import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.VECTOR_BYTES;

import genops.kernels.BoundKernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Partition;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.Attention;
import java.lang.foreign.Arena;

/**
 * Self-attention over sequences so short that all scores of a head stay in the first-level cache, as those of the frames of a video:
 * bound by reading query, key and value and writing the output once. A task owns some positions and takes their heads a group at a
 * time. It first copies the group's rows, which lie a frame apart, into a slab for each head: the rows of one group are contiguous in
 * memory, and frames are often a power of two apart, so that read in place they would evict one another from the cache. Then
 * {@link FewFrames} works on one vector of queries after the other.
 */
final class FrameTiles implements BoundKernel {
    /** Bytes of the copied rows of a group of heads: a small part of the second-level cache. */
    private static final long GROUP_BYTES = 160 << 10;
    /** Bytes between slabs, so that they do not start in the same set of the cache. */
    private static final long SLAB_PADDING = 64;

    private final AttentionLayout layout;
    private final int length;
    private final int headDim;
    private final float scale;
    private final long slab;
    private final int group;
    private final long workerBytes;
    private final long scratch;
    private final Arena arena = Arena.ofShared();
    private final Partition partition;
    private final Workers.Task task = this::positions;

    /** @param layout of self-attention: as many keys as queries, as many key heads as heads */
    FrameTiles(AttentionLayout layout) {
        this.layout = layout;
        length = layout.queries();
        headDim = layout.headDim();
        scale = layout.scale();
        slab = slabBytes(length, headDim);
        group = group(layout.heads(), slab);
        workerBytes = workerBytes(length, headDim, layout.heads());
        scratch = arena.allocate(workerBytes * Workers.shared().count(), Tensors.ALIGNMENT).address();
        partition = Partition.of(layout.batch(), 16L * length * layout.heads() * headDim, 1);
    }

    /** Bytes it needs beside the tensors. */
    static long workspaceBytes(Attention shape) {
        return Workers.shared().count() * workerBytes(shape.queryLength(), shape.headDim(), shape.heads());
    }

    private static long slabBytes(int length, int headDim) {
        // rows narrower than a vector are read by whole vectors
        return (4L * length * headDim + VECTOR_BYTES + 63) / 64 * 64 + SLAB_PADDING;
    }

    private static int group(int heads, long slab) {
        return (int) Math.clamp(GROUP_BYTES / (3 * slab), 1, heads);
    }

    /** Slabs of a group, a vector of transposed queries, their scores and their output. */
    private static long workerBytes(int length, int headDim, int heads) {
        long slab = slabBytes(length, headDim);
        return 3 * slab * group(heads, slab) + (long) (headDim + length + LANES) * VECTOR_BYTES;
    }

    @Override
    public void run() {
        Workers.shared().run(partition.tasks(), task);
    }

    @Override
    public void close() {
        arena.close();
    }

    private void positions(int number, int worker) {
        int first = (int) partition.first(number);
        for (int position = first; position < first + partition.count(number); position++) {
            for (int head = 0; head < layout.heads(); head += group) {
                heads(position, head, Math.min(group, layout.heads() - head), scratch + worker * workerBytes);
            }
        }
    }

    private void heads(int position, int first, int count, long queries) {
        long keys = queries + group * slab;
        long values = keys + group * slab;
        for (int frame = 0; frame < length; frame++) {
            long row = 4L * frame * headDim;
            FewFrames.spread(layout.queryRow(position, first, frame), count, headDim, queries + row, slab);
            FewFrames.spread(layout.keyRow(position, first, frame), count, headDim, keys + row, slab);
            FewFrames.spread(layout.valueRow(position, first, frame), count, headDim, values + row, slab);
        }
        long work = values + group * slab;
        for (int h = 0; h < count; h++) {
            for (int query = 0; query < length; query += LANES) {
                tile(position, first + h, query, queries + h * slab, keys + h * slab, values + h * slab, work);
            }
        }
    }

    /** One vector of queries of one head. */
    private void tile(int position, int head, int first, long queries, long keys, long values, long work) {
        int rows = Math.min(LANES, length - first);
        int visible = layout.causal() ? Math.min(length, first + rows) : length;
        long rowBytes = 4L * headDim;
        long scores = work + (long) headDim * VECTOR_BYTES;
        FewFrames.transpose(queries + first * rowBytes, rows, headDim, work);
        for (int k = 0; k < visible; k += MicroKernel.MR) {
            MicroKernel.run(Math.min(MicroKernel.MR, visible - k), 1, headDim, keys + k * rowBytes, rowBytes, work, Packing.ZEROS, 0,
                    scores + (long) k * VECTOR_BYTES, VECTOR_BYTES);
        }
        if (layout.causal()) {
            FewFrames.mask(scores, visible, first + 1);
        }
        FewFrames.softmax(scores, visible, scale);
        for (int r = 0; r < rows; r += FewFrames.ROWS) {
            int last = Math.min(FewFrames.ROWS, rows - r) - 1;
            long output = layout.outputRow(position, head, first + r);
            if (headDim >= LANES) {
                for (int d = 0; d < headDim; d += LANES) {
                    // the last vector goes back over columns already done, so that no vector is partly used
                    long column = 4L * Math.min(d, headDim - LANES);
                    FewFrames.weigh(visible, last, scores + 4L * r, values + column, rowBytes, output + column, layout.queryRow());
                }
            } else {
                long whole = scores + (long) length * VECTOR_BYTES;
                FewFrames.weigh(visible, last, scores + 4L * r, values, rowBytes, whole, VECTOR_BYTES);
                for (int i = 0; i <= last; i++) {
                    Packing.copy(whole + (long) i * VECTOR_BYTES, output + i * layout.queryRow(), headDim);
                }
            }
        }
    }
}
