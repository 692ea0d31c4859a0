package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.kernels.Workspace;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.TemporalAttention;

/**
 * Attention over the frames of a video as frameworks run it: query, key and value rearranged so that each sequence lies in one piece,
 * {@code f (h w) c → (h w) f c}, attention on those ({@link FlashTiles}), and the result rearranged back. The same attention as
 * {@link InPlaceTemporalAttention}; the difference in time is what the rearrangements cost. fp32, layouts as
 * {@link TemporalAttention} states.
 */
public final class RearrangedTemporalAttention implements Kernel<TemporalAttention> {

    @Override
    public String id() {
        return "vector/rearranged";
    }

    @Override
    public Class<TemporalAttention> operator() {
        return TemporalAttention.class;
    }

    /** The rearranged query, key, value and output, and what attention itself needs. */
    @Override
    public long workspaceBytes(TemporalAttention shape) {
        return shape.bytes(Float.BYTES) + FlashTiles.workspaceBytes(shape.contiguous());
    }

    @Override
    public BoundKernel bind(TemporalAttention shape, Tensors tensors) {
        return new Bound(shape, tensors);
    }

    private static final class Bound implements BoundKernel {
        private static final String[] INPUTS = {"query", "key", "value"};
        /** Positions of a task. */
        private static final int POSITIONS = 16;

        private final TemporalAttention shape;
        private final Workspace workspace = new Workspace();
        private final Workers workers = Workers.shared();
        private final long[] inputs;
        private final long output;
        private final long rearranged;
        private final long tensorBytes;
        private final int rowFloats;
        private final FlashTiles attention;
        private final Workers.Task gather = this::gather;
        private final Workers.Task scatter = this::scatter;

        Bound(TemporalAttention shape, Tensors tensors) {
            this.shape = shape;
            this.rowFloats = shape.heads() * shape.headDim();
            this.tensorBytes = 4L * shape.frames() * shape.positions() * rowFloats;
            this.rearranged = workspace.allocate(4 * tensorBytes);
            this.output = tensors.output().address();
            this.inputs = new long[INPUTS.length];
            for (int i = 0; i < INPUTS.length; i++) {
                inputs[i] = tensors.get(INPUTS[i]).address();
            }
            this.attention = new FlashTiles(AttentionLayout.of(shape.contiguous(), rearranged, rearranged + tensorBytes,
                    rearranged + 2 * tensorBytes, rearranged + 3 * tensorBytes));
        }

        @Override
        public void run() {
            int chunks = (shape.positions() + POSITIONS - 1) / POSITIONS;
            workers.run(chunks, gather);
            attention.run();
            workers.run(chunks, scatter);
        }

        @Override
        public long workspaceBytes() {
            return attention.workspaceBytes() + workspace.bytes();
        }

        @Override
        public void close() {
            attention.close();
            workspace.close();
        }

        private long inFrames(int position, int frame) {
            return 4 * ((long) frame * shape.positions() + position) * rowFloats;
        }

        private long inPositions(int position, int frame) {
            return 4 * ((long) position * shape.frames() + frame) * rowFloats;
        }

        private int end(int chunk) {
            return Math.min((chunk + 1) * POSITIONS, shape.positions());
        }

        private void gather(int chunk, int worker) {
            for (int i = 0; i < inputs.length; i++) {
                for (int position = chunk * POSITIONS; position < end(chunk); position++) {
                    for (int frame = 0; frame < shape.frames(); frame++) {
                        Rows.copy(inputs[i] + inFrames(position, frame),
                                rearranged + i * tensorBytes + inPositions(position, frame), rowFloats);
                    }
                }
            }
        }

        private void scatter(int chunk, int worker) {
            for (int position = chunk * POSITIONS; position < end(chunk); position++) {
                for (int frame = 0; frame < shape.frames(); frame++) {
                    Rows.copy(rearranged + 3 * tensorBytes + inPositions(position, frame), output + inFrames(position, frame),
                            rowFloats);
                }
            }
        }
    }
}
