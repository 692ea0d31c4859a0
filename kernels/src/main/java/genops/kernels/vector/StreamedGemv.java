package genops.kernels.vector;

import static genops.kernels.vector.Simd.LANES;

import genops.kernels.BoundKernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.Linear;
import java.lang.foreign.Arena;

/**
 * Linear layer of one or two rows whose depth fills whole vectors. Each task reads its weight rows as {@link DotStreams}.
 *
 * <p>Two long input rows would fill the first-level cache, from which they are read with every weight. Their depth is then cut into
 * parts, and the weight is packed once so that the rows of a part lie one behind the other; where they lie, the parts of rows would be
 * as many ends of streams.
 */
final class StreamedGemv implements BoundKernel, Workers.Task {
    private final int rows;
    private final int features;
    private final int depth;
    private final int partDepth;
    private final int tasks;
    private final Arena arena;
    private final long input;
    private final long weight;
    private final long bias;
    private final long output;

    StreamedGemv(Linear shape, Tensors tensors) {
        rows = shape.rows();
        features = shape.outFeatures();
        depth = shape.inFeatures();
        partDepth = partDepth(shape);
        tasks = Gemv.tasks(shape, DotStreams.COUNT);
        input = tensors.get("input").address();
        bias = shape.bias() ? tensors.get("bias").address() : 0;
        output = tensors.output().address();
        long source = tensors.get("weight").address();
        if (partDepth == depth) {
            arena = null;
            weight = source;
        } else {
            arena = Arena.ofShared();
            weight = arena.allocate(workspaceBytes(shape), Tensors.ALIGNMENT).address();
            pack(source);
        }
    }

    static boolean supports(Linear shape) {
        return shape.rows() <= 2 && shape.inFeatures() % LANES == 0;
    }

    /** The packed weight. */
    static long workspaceBytes(Linear shape) {
        return partDepth(shape) == shape.inFeatures() ? 0 : 4L * shape.outFeatures() * shape.inFeatures();
    }

    /** Whole vectors; as much of two input rows as fills a quarter of the first-level cache. */
    private static int partDepth(Linear shape) {
        int most = Caches.LEVEL1 / (4 * 2 * Float.BYTES) / LANES * LANES;
        return shape.rows() == 1 ? shape.inFeatures() : Math.min(shape.inFeatures(), most);
    }

    private void pack(long source) {
        for (int from = 0; from < depth; from += partDepth) {
            int length = Math.min(partDepth, depth - from);
            for (int f = 0; f < features; f++) {
                Packing.copy(source + 4L * ((long) f * depth + from), weight(from, length, f), length);
            }
        }
    }

    /** Address of a weight row's elements from depth {@code from} on, in a part of this length. */
    private long weight(int from, int length, int feature) {
        return weight + 4L * ((long) from * features + (long) feature * length);
    }

    @Override
    public void run() {
        Workers.shared().run(tasks, this);
    }

    @Override
    public void run(int task, int worker) {
        int from = (int) ((long) features * task / tasks);
        int to = (int) ((long) features * (task + 1) / tasks);
        for (int p = 0; p < depth; p += partDepth) {
            part(p, Math.min(partDepth, depth - p), from, to);
        }
    }

    private void part(int from, int length, int feature, int end) {
        int ofStream = (end - feature) / DotStreams.COUNT;
        long x = input + 4L * from;
        long addend = from > 0 ? output : bias;
        long addendStride = from > 0 ? 4L * features : 0;
        long to = output + 4L * feature;
        long at = addend == 0 ? 0 : addend + 4L * feature;
        if (rows == 1) {
            DotStreams.inputs1(ofStream, length / LANES, weight(from, length, feature), x, at, to);
        } else {
            DotStreams.inputs2(ofStream, length / LANES, weight(from, length, feature), x, 4L * depth, at, addendStride, to,
                    4L * features);
        }
        rest(from, length, feature + ofStream * DotStreams.COUNT, end, x, addend, addendStride);
    }

    /** The rows that are left of a task, fewer than there are streams. */
    private void rest(int from, int length, int feature, int end, long x, long addend, long addendStride) {
        for (int f = feature; f < end; f++) {
            for (int r = 0; r < rows; r++) {
                DotStreams.row(length / LANES, weight(from, length, f), x + 4L * r * depth,
                        addend == 0 ? 0 : addend + r * addendStride + 4L * f, output + 4L * ((long) r * features + f));
            }
        }
    }

    @Override
    public void close() {
        if (arena != null) {
            arena.close();
        }
    }
}
