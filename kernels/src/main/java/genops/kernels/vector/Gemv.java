package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.Linear;
import java.util.Optional;

/**
 * Linear layer of one or few rows, {@code Y = X Wᵀ + bias}, fp32: bound by reading the weight, once from memory. One and two
 * rows are {@link StreamedGemv}'s. Here are more, and ragged depths: groups of weight rows are the tasks, read where and as they lie;
 * as many rows of the input as registers hold the sums of are multiplied in one pass over them, further ones while the group is still
 * in cache.
 */
public final class Gemv implements Kernel<Linear> {
    /** Most rows it takes; from there on, what the multipliers can do binds, and {@link Gemm} is the faster. */
    static final int MOST_ROWS = 8;
    private static final WeightStreams STREAMS = new DotStreams();
    /** Weight rows read side by side. */
    private static final int GROUP = 4;
    /** Most input rows of one pass. */
    private static final int PASS = Simd.REGISTERS == 32 ? 4 : 2;
    /** Multiplications below which waking another thread costs more than it saves. */
    static final int LEAST_WORK = 1 << 16;

    @Override
    public String id() {
        return "vector/gemv";
    }

    @Override
    public Class<Linear> operator() {
        return Linear.class;
    }

    @Override
    public Optional<String> unsupported(Linear shape) {
        return tooManyRows(shape);
    }

    static Optional<String> tooManyRows(Linear shape) {
        return shape.rows() <= MOST_ROWS
                ? Optional.empty()
                : Optional.of("for at most " + MOST_ROWS + " rows; use vector/gemm");
    }

    /** Parts the weight rows are cut into: a few for each thread, and one where there is little to do. */
    static int tasks(Linear shape, int group) {
        long work = (long) shape.outFeatures() * shape.inFeatures();
        long most = Math.min(4L * Workers.shared().count(), (shape.outFeatures() + group - 1) / group);
        return (int) Math.clamp(work / LEAST_WORK, 1, most);
    }

    @Override
    public long workspaceBytes(Linear shape) {
        return StreamedGemv.supports(STREAMS, shape) ? StreamedGemv.workspaceBytes(STREAMS, shape) : 0;
    }

    @Override
    public BoundKernel bind(Linear shape, Tensors tensors) {
        tooManyRows(shape).ifPresent(reason -> {
            throw new UnsupportedOperationException(reason);
        });
        return StreamedGemv.supports(STREAMS, shape) ? new StreamedGemv(STREAMS, shape, tensors) : new Bound(shape, tensors);
    }

    private static final class Bound implements BoundKernel, Workers.Task {
        private final Linear shape;
        private final int tasks;
        private final long input;
        private final long weight;
        private final long bias;
        private final long output;

        Bound(Linear shape, Tensors tensors) {
            this.shape = shape;
            tasks = tasks(shape, GROUP);
            input = tensors.get("input").address();
            weight = tensors.get("weight").address();
            bias = shape.bias() ? tensors.get("bias").address() : 0;
            output = tensors.output().address();
        }

        @Override
        public void run() {
            Workers.shared().run(tasks, this);
        }

        @Override
        public void run(int task, int worker) {
            int groups = (shape.outFeatures() + GROUP - 1) / GROUP;
            int end = (int) ((long) groups * (task + 1) / tasks);
            for (int g = (int) ((long) groups * task / tasks); g < end; g++) {
                int feature = g * GROUP;
                int last = Math.min(GROUP, shape.outFeatures() - feature) - 1;
                passes(feature, last);
            }
        }

        private void passes(int feature, int last) {
            int depth = shape.inFeatures();
            long stride = 4L * depth;
            for (int r = 0; r < shape.rows(); r += PASS) {
                int lastInput = Math.min(PASS, shape.rows() - r) - 1;
                long to = output + 4L * ((long) r * shape.outFeatures() + feature);
                if (lastInput > 1) {
                    DotProducts.weights4inputs4(depth, row(feature), stride, last, input + r * stride, stride, lastInput, biasAt(feature),
                            to, 4L * shape.outFeatures());
                } else {
                    DotProducts.weights4inputs2(depth, row(feature), stride, last, input + r * stride, stride, lastInput, biasAt(feature),
                            to, 4L * shape.outFeatures());
                }
            }
        }

        private long row(int feature) {
            return weight + 4L * feature * shape.inFeatures();
        }

        private long biasAt(int feature) {
            return bias == 0 ? 0 : bias + 4L * feature;
        }
    }
}
