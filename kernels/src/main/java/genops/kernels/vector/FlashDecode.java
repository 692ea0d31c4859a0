package genops.kernels.vector;

import static genops.kernels.vector.Simd.VECTOR_BYTES;

import genops.kernels.BoundKernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.Attention;
import java.lang.foreign.Arena;

/**
 * Attention of a single query: the keys are split into parts, each a task that runs an online softmax over blocks of {@link #BLOCK}
 * keys for all heads, and leaves its maximum m, its sum l and its unnormalised output o; the parts are then combined,
 * {@code O = Σ 2^(mₛ − m) oₛ / Σ 2^(mₛ − m) lₛ} (flash-decoding; Dao et al., 2023). A block's scores, a few KiB, stay in the
 * first-level cache; keys and values are streamed through once, in the order in which they lie.
 */
final class FlashDecode implements BoundKernel {
    /** Keys of a block. */
    static final int BLOCK = 32;
    /** Parts for each worker, so that an interrupted one does not hold up the rest. */
    private static final int PARTS_PER_WORKER = 4;

    private final AttentionLayout layout;
    private final Workers workers = Workers.shared();
    private final Arena arena = Arena.ofShared();
    private final int parts;
    private final int keysOfPart;
    private final long outputStride;
    private final long headBytes;
    private final long partial;
    private final long scores;
    private final Workers.Task part = this::part;
    private final Workers.Task combination = this::combine;

    FlashDecode(AttentionLayout layout) {
        this.layout = layout;
        this.keysOfPart = keysOfPart(layout.batch(), layout.keys());
        this.parts = (layout.keys() + keysOfPart - 1) / keysOfPart;
        this.outputStride = (long) Packing.vectors(layout.headDim()) * VECTOR_BYTES;
        this.headBytes = headBytes(layout.headDim());
        this.partial = arena.allocate(layout.batch() * parts * layout.heads() * headBytes, Tensors.ALIGNMENT).address();
        this.scores = arena.allocate(workers.count() * scoreBytes(layout.heads()), Tensors.ALIGNMENT).address();
    }

    /** A multiple of {@link #BLOCK}, so that no part but the last has a ragged block. */
    private static int keysOfPart(int batch, int keys) {
        int blocks = (keys + BLOCK - 1) / BLOCK;
        int wanted = Math.max(1, (Workers.shared().count() * PARTS_PER_WORKER + batch - 1) / batch);
        return (blocks + wanted - 1) / wanted * BLOCK;
    }

    /** Output row, vector of partial sums, maximum of one head of one part. */
    private static long headBytes(int headDim) {
        return (Packing.vectors(headDim) + 2L) * VECTOR_BYTES;
    }

    private static long scoreBytes(int heads) {
        return 4L * heads * scoreColumns();
    }

    /** Floats of a head's block of scores: whole vectors, whatever their width. */
    private static int scoreColumns() {
        return Packing.vectors(BLOCK) * Simd.LANES;
    }

    static long workspaceBytes(Attention shape) {
        int keysOfPart = keysOfPart(shape.batch(), shape.keyLength());
        long parts = (shape.keyLength() + keysOfPart - 1) / keysOfPart;
        return shape.batch() * parts * shape.heads() * headBytes(shape.headDim())
                + Workers.shared().count() * scoreBytes(shape.heads());
    }

    @Override
    public void run() {
        workers.run(layout.batch() * parts, part);
        workers.run(layout.batch(), combination);
    }

    @Override
    public void close() {
        arena.close();
    }

    private long head(int task, int head) {
        return partial + ((long) task * layout.heads() + head) * headBytes;
    }

    private void part(int task, int worker) {
        int batch = task / parts;
        int first = task % parts * keysOfPart;
        int end = Math.min(first + keysOfPart, layout.keys());
        for (int h = 0; h < layout.heads(); h++) {
            AttentionTiles.clear(head(task, h), Packing.vectors(layout.headDim()) + 1);
            AttentionTiles.set(maximum(head(task, h)), Float.NEGATIVE_INFINITY);
        }
        long block = scores + worker * scoreBytes(layout.heads());
        long stride = 4L * scoreColumns();
        for (int j = first; j < end; j += BLOCK) {
            int count = Math.min(BLOCK, end - j);
            DecodeRows.scores(layout, batch, j, count, block, stride);
            for (int h = 0; h < layout.heads(); h++) {
                softmax(block + h * stride, count, head(task, h));
            }
            DecodeRows.weigh(layout, batch, 0, layout.kvHeads(), j, count, block, stride, head(task, 0), headBytes);
        }
    }

    private void softmax(long row, int count, long head) {
        int vectors = Packing.vectors(count);
        AttentionTiles.mask(row, count, vectors * Simd.LANES);
        AttentionTiles.raise(AttentionTiles.max(row, vectors), maximum(head), head + outputStride, Packing.vectors(layout.headDim()),
                head);
        AttentionTiles.exponentiate(row, vectors, AttentionTiles.get(maximum(head)), head + outputStride);
    }

    private long maximum(long head) {
        return head + outputStride + VECTOR_BYTES;
    }

    private void combine(int batch, int worker) {
        for (int h = 0; h < layout.heads(); h++) {
            float maximum = Float.NEGATIVE_INFINITY;
            for (int s = 0; s < parts; s++) {
                maximum = Math.max(maximum, AttentionTiles.get(maximum(head(batch * parts + s, h))));
            }
            long total = head(batch * parts, h);
            float sum = 0;
            for (int s = 0; s < parts; s++) {
                long part = head(batch * parts + s, h);
                float factor = AttentionTiles.powerOfTwo(AttentionTiles.get(maximum(part)) - maximum);
                sum += factor * AttentionTiles.sum(part + outputStride);
                if (s == 0) {
                    AttentionTiles.scale(part, part, layout.headDim(), factor);
                } else {
                    DecodeRows.add(factor, part, total, layout.headDim());
                }
            }
            AttentionTiles.scale(total, layout.outputRow(batch, h, 0), layout.headDim(), 1 / sum);
        }
    }
}
