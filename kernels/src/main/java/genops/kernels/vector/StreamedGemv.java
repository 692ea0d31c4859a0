package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.Linear;
import java.lang.foreign.Arena;

/**
 * Linear layer of one or two rows whose depth fills whole vectors. Each task reads its weight rows as {@link WeightStreams}.
 *
 * <p>Two long input rows would fill the first-level cache, from which they are read with every weight. Their depth is then cut into
 * parts, and the weight is packed once so that the rows of a part lie one behind the other; where they lie, the parts of rows would be
 * as many ends of streams. fp32 weights that need no parts stay where they are.
 */
final class StreamedGemv implements BoundKernel, Workers.Task {
    private final WeightStreams streams;
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

    StreamedGemv(WeightStreams streams, Linear shape, Tensors tensors) {
        this.streams = streams;
        rows = shape.rows();
        features = shape.outFeatures();
        depth = shape.inFeatures();
        partDepth = partDepth(streams, shape);
        tasks = Gemv.tasks(shape, streams.count(rows));
        input = tensors.get("input").address();
        bias = shape.bias() ? tensors.get("bias").address() : 0;
        output = tensors.output().address();
        long source = tensors.get("weight").address();
        if (inPlace(streams, shape)) {
            arena = null;
            weight = source;
        } else {
            arena = Arena.ofShared();
            weight = arena.allocate(workspaceBytes(streams, shape), Tensors.ALIGNMENT).address();
            pack(source);
        }
    }

    static boolean supports(WeightStreams streams, Linear shape) {
        return shape.rows() <= 2 && shape.inFeatures() % streams.unit() == 0;
    }

    /** The packed weight. */
    static long workspaceBytes(WeightStreams streams, Linear shape) {
        return inPlace(streams, shape) ? 0 : (long) streams.weightBytes() * shape.outFeatures() * shape.inFeatures();
    }

    private static boolean inPlace(WeightStreams streams, Linear shape) {
        return streams.weightBytes() == Float.BYTES && partDepth(streams, shape) == shape.inFeatures();
    }

    /** Whole units; as much of two input rows as fills a quarter of the first-level cache. */
    private static int partDepth(WeightStreams streams, Linear shape) {
        int most = Caches.LEVEL1 / (4 * 2 * Float.BYTES) / streams.unit() * streams.unit();
        return shape.rows() == 1 ? shape.inFeatures() : Math.min(shape.inFeatures(), most);
    }

    private void pack(long source) {
        for (int from = 0; from < depth; from += partDepth) {
            int length = Math.min(partDepth, depth - from);
            for (int f = 0; f < features; f++) {
                streams.pack(length, source + 4L * ((long) f * depth + from), weight(from, length, f));
            }
        }
    }

    /** Address of a weight row's elements from depth {@code from} on, in a part of this length. */
    private long weight(int from, int length, int feature) {
        return weight + streams.weightBytes() * ((long) from * features + (long) feature * length);
    }

    @Override
    public void run() {
        Workers.shared().run(tasks, this);
    }

    @Override
    public void run(int task, int worker) {
        int from = (int) ((long) features * task / tasks);
        int to = (int) ((long) features * (task + 1) / tasks);
        for (int r = 0; r < rows; r++) {
            start(output + 4L * ((long) r * features + from), from, to - from);
        }
        for (int p = 0; p < depth; p += partDepth) {
            part(p, Math.min(partDepth, depth - p), from, to);
        }
    }

    /** The bias, or zero, to which all parts are added. */
    private void start(long at, int feature, int count) {
        if (bias == 0) {
            Rows.zero(at, count);
        } else {
            Rows.copy(bias + 4L * feature, at, count);
        }
    }

    private void part(int from, int length, int feature, int end) {
        int ofStream = (end - feature) / streams.count(rows);
        long x = input + 4L * from;
        long to = output + 4L * feature;
        if (rows == 1) {
            streams.inputs1(ofStream, length, weight(from, length, feature), x, to);
        } else {
            streams.inputs2(ofStream, length, weight(from, length, feature), x, 4L * depth, to, 4L * features);
        }
        // the rows that are left, fewer than there are streams
        for (int f = feature + ofStream * streams.count(rows); f < end; f++) {
            for (int r = 0; r < rows; r++) {
                streams.row(length, weight(from, length, f), x + 4L * r * depth, output + 4L * ((long) r * features + f));
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
