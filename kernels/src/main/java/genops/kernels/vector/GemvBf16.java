package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Precision;
import genops.kernels.Tensors;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.Linear;
import java.lang.foreign.Arena;
import java.util.Optional;

/**
 * Linear layer of one or few rows with its weight stored in bfloat16 and widened in registers: half the bytes of {@link Gemv}, and
 * each weight off by at most 2⁻⁹ of itself (rounded to nearest even), so that a result is off by at most 2⁻⁹ of the sum of the
 * absolute values of its terms, beside the fp32 roundings. Input, sums, bias and output are fp32.
 *
 * <p>The weight is packed when the kernel is bound, not timed: the two halves of a 32-bit lane are two weights that lie one vector
 * apart ({@link Bf16DotProducts}).
 */
public final class GemvBf16 implements Kernel<Linear> {
    private static final WeightStreams STREAMS = new Bf16DotStreams();


    @Override
    public String id() {
        return "vector/gemv-bf16";
    }

    @Override
    public Class<Linear> operator() {
        return Linear.class;
    }

    @Override
    public Precision precision() {
        return Precision.BF16_WEIGHTS;
    }

    @Override
    public Optional<String> unsupported(Linear shape) {
        return Gemv.tooManyRows(shape);
    }

    /** Two bytes a weight, four for all else. */
    @Override
    public long bytes(Linear shape) {
        return shape.bytes(Float.BYTES) - 2L * shape.outFeatures() * shape.inFeatures();
    }

    @Override
    public long workspaceBytes(Linear shape) {
        if (StreamedGemv.supports(STREAMS, shape)) {
            return StreamedGemv.workspaceBytes(STREAMS, shape);
        }
        long padded = Bf16DotProducts.padded(shape.inFeatures());
        return 2 * padded * shape.outFeatures() + 4 * padded * shape.rows();
    }

    @Override
    public BoundKernel bind(Linear shape, Tensors tensors) {
        unsupported(shape).ifPresent(reason -> {
            throw new UnsupportedOperationException(reason);
        });
        return StreamedGemv.supports(STREAMS, shape) ? new StreamedGemv(STREAMS, shape, tensors) : new Bound(shape, tensors);
    }

    private static final class Bound implements BoundKernel, Workers.Task {
        /** Input rows of one pass over a group; further ones read it from the first-level cache. */
        private static final int PASS = 4;

        private final Linear shape;
        /** Weight rows read side by side. */
        private final int group;
        private final int tasks;
        private final int depth;
        private final Arena arena = Arena.ofShared();
        private final long input;
        private final long padded;
        private final long weight;
        private final long bias;
        private final long output;

        Bound(Linear shape, Tensors tensors) {
            this.shape = shape;
            group = shape.rows() <= 2 ? 4 : 2;
            tasks = Gemv.tasks(shape, group);
            depth = Bf16DotProducts.padded(shape.inFeatures());
            input = tensors.get("input").address();
            bias = shape.bias() ? tensors.get("bias").address() : 0;
            output = tensors.output().address();
            padded = arena.allocate(4L * depth * shape.rows(), 64).address();
            weight = arena.allocate(2L * depth * shape.outFeatures(), 64).address();
            long from = tensors.get("weight").address();
            for (int f = 0; f < shape.outFeatures(); f++) {
                Bf16DotProducts.pack(shape.inFeatures(), from + 4L * f * shape.inFeatures(), weight + 2L * f * depth);
            }
        }

        @Override
        public void run() {
            // the padding of the packed weight is zero, that of the input was zero when it was allocated
            for (int r = 0; r < shape.rows(); r++) {
                Rows.copy(input + 4L * r * shape.inFeatures(), padded + 4L * r * depth, shape.inFeatures());
            }
            Workers.shared().run(tasks, this);
        }

        @Override
        public void run(int task, int worker) {
            int groups = (shape.outFeatures() + group - 1) / group;
            int end = (int) ((long) groups * (task + 1) / tasks);
            for (int g = (int) ((long) groups * task / tasks); g < end; g++) {
                int feature = g * group;
                int last = Math.min(group, shape.outFeatures() - feature) - 1;
                long from = weight + 2L * feature * depth;
                long at = bias == 0 ? 0 : bias + 4L * feature;
                if (shape.rows() <= 2) {
                    Bf16DotProducts.weights4inputs2(depth, from, last, padded, shape.rows() - 1, at, output + 4L * feature,
                            4L * shape.outFeatures());
                } else {
                    passes(from, last, at, output + 4L * feature);
                }
            }
        }

        private void passes(long from, int last, long at, long to) {
            for (int r = 0; r < shape.rows(); r += PASS) {
                int lastInput = Math.min(PASS, shape.rows() - r) - 1;
                Bf16DotProducts.weights2inputs4(depth, from, last, padded + 4L * r * depth, lastInput, at,
                        to + 4L * r * shape.outFeatures(), 4L * shape.outFeatures());
            }
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
