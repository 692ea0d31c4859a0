package genops.kernels.vector;

import static genops.kernels.vector.Simd.VECTOR_BYTES;

import genops.kernels.BoundKernel;
import genops.kernels.Workspace;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.Attention;

/**
 * Attention of a single query: the keys are split into parts, each a task that runs an online softmax over blocks of {@link #BLOCK}
 * keys for all heads, and leaves its maximum m, its sum l and its unnormalised output o; several parts are then combined,
 * {@code O = Σ 2^(mₛ − m) oₛ / Σ 2^(mₛ − m) lₛ} (flash-decoding; Dao et al., 2023). A block's scores, a few KiB, stay in the
 * first-level cache; keys and values are streamed through once, in the order in which they lie.
 */
final class FlashDecode implements BoundKernel {
    /** Keys of a block. */
    static final int BLOCK = 32;
    /** Bytes of a head's scores of a block: whole vectors, whatever their width. */
    private static final long SCORES_STRIDE = (long) Packing.vectors(BLOCK) * VECTOR_BYTES;
    /** Parts for each of several workers, so that an interrupted one does not hold up the rest. */
    private static final int PARTS_PER_WORKER = 4;
    /** Blocks of such a part at least, beside which combining it costs little. */
    private static final int LEAST_BLOCKS = 4;

    private final AttentionLayout layout;
    private final Workers workers = Workers.shared();
    private final Workspace workspace = new Workspace();
    private final int parts;
    private final int keysOfPart;
    private final long outputStride;
    private final long headBytes;
    private final long partial;
    private final Block[] blocks;
    private final Workers.Task part = this::part;
    private final Workers.Task combination = this::combine;
    private final Steps<Block> steps = new Steps<>(this::score, this::softmax, this::weigh);

    FlashDecode(AttentionLayout layout) {
        this.layout = layout;
        this.keysOfPart = keysOfPart(layout.batch(), layout.keys());
        this.parts = (layout.keys() + keysOfPart - 1) / keysOfPart;
        this.outputStride = (long) Packing.vectors(layout.headDim()) * VECTOR_BYTES;
        this.headBytes = headBytes(layout.headDim());
        this.partial = workspace.allocate(layout.batch() * parts * layout.heads() * headBytes);
        this.blocks = new Block[workers.count()];
        for (int w = 0; w < blocks.length; w++) {
            blocks[w] = new Block(workspace.allocate(scoreBytes(layout.heads())));
        }
    }

    /** A multiple of {@link #BLOCK}, so that no part but the last has a ragged block. */
    private static int keysOfPart(int batch, int keys) {
        int workers = Workers.shared().count();
        int blocks = Math.ceilDiv(keys, BLOCK);
        int occupying = Math.ceilDiv(workers, batch);
        int balancing = workers == 1 ? 1 : Math.ceilDiv(workers * PARTS_PER_WORKER, batch);
        return Math.ceilDiv(blocks, Math.max(occupying, Math.min(balancing, blocks / LEAST_BLOCKS))) * BLOCK;
    }

    /** Output row, vector of partial sums, maximum of one head of one part. */
    private static long headBytes(int headDim) {
        return (Packing.vectors(headDim) + 2L) * VECTOR_BYTES;
    }

    private static long scoreBytes(int heads) {
        return heads * SCORES_STRIDE;
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
        if (parts > 1) {
            workers.run(layout.batch(), combination);
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

    private long head(int part, int head) {
        return partial + ((long) part * layout.heads() + head) * headBytes;
    }

    private void part(int task, int worker) {
        int first = task % parts * keysOfPart;
        int end = Math.min(first + keysOfPart, layout.keys());
        for (int h = 0; h < layout.heads(); h++) {
            AttentionTiles.clear(head(task, h), Packing.vectors(layout.headDim()) + 1);
            AttentionTiles.set(maximum(head(task, h)), Float.NEGATIVE_INFINITY);
        }
        Block block = blocks[worker];
        block.part = task;
        for (int j = first; j < end; j += BLOCK) {
            block.first = j;
            block.keys = Math.min(BLOCK, end - j);
            steps.run(block);
        }
        if (parts == 1) {
            finish(task);
        }
    }

    /** Writes the output of a batch element that is a single part. */
    private void finish(int batch) {
        for (int h = 0; h < layout.heads(); h++) {
            long total = head(batch, h);
            AttentionTiles.scale(total, layout.outputRow(batch, h, 0), layout.headDim(), 1 / AttentionTiles.sum(total + outputStride));
        }
    }

    private void score(Block block) {
        DecodeRows.scores(layout, block.part / parts, block.first, block.keys, block.scores, SCORES_STRIDE);
    }

    private void softmax(Block block) {
        int vectors = Packing.vectors(block.keys);
        for (int h = 0; h < layout.heads(); h++) {
            long row = block.scores + h * SCORES_STRIDE;
            long head = head(block.part, h);
            AttentionTiles.mask(row, block.keys, vectors * Simd.LANES);
            AttentionTiles.raise(row, vectors, maximum(head), head + outputStride, Packing.vectors(layout.headDim()),
                    head);
            AttentionTiles.exponentiate(row, vectors, AttentionTiles.get(maximum(head)), head + outputStride);
        }
    }

    private void weigh(Block block) {
        DecodeRows.weigh(layout, block.part / parts, 0, layout.kvHeads(), block.first, block.keys, block.scores, SCORES_STRIDE,
                head(block.part, 0), headBytes);
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

    /** The block of keys that a worker is at, and its scratch memory. */
    private static final class Block {
        private final long scores;
        private int part;
        /** First key. */
        private int first;
        private int keys;

        Block(long scores) {
            this.scores = scores;
        }
    }
}
