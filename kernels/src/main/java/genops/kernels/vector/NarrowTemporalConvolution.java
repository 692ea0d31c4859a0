package genops.kernels.vector;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.LANES;
import static genops.kernels.vector.Simd.MEMORY;
import static genops.kernels.vector.Simd.ORDER;
import static genops.kernels.vector.Simd.SPECIES;
import static genops.kernels.vector.Simd.VECTOR_BYTES;

import genops.kernels.BoundKernel;
import genops.kernels.Tensors;
import genops.kernels.Workspace;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.TemporalConvolution;
import jdk.incubator.vector.FloatVector;

/**
 * {@link TemporalConvolution} of a handful of channels to as many, such as the 3 → 3 that smooth the frames of a video, where a GEMM
 * would leave most of a panel empty. Vectors run over a frame as it lies, {@code (position, channel)}: with C channels each output is a sum,
 * over the taps, of the {@code 2C − 1} floats around it in the tap's frame. Their weights repeat every {@link #period} floats; those of floats
 * that belong to the next position are zero, so that an infinity or NaN spreads to the positions beside it.
 *
 * <p>The ends of a frame, where a vector would read beyond it, are summed one by one.
 */
final class NarrowTemporalConvolution implements BoundKernel {
    private static final int MOST_CHANNELS = 4;
    /** Periods that are summed together. */
    private static final int PERIODS = 4;
    /** Vectors of a task. */
    private static final int TASK_VECTORS = 768;

    private final Workspace workspace = new Workspace();
    private final TemporalConvolution shape;
    private final int channels;
    private final int around;
    private final int phases;
    private final int row;
    private final int rowTasks;
    private final long input;
    private final long weight;
    private final long bias;
    private final long output;
    /** Vectors, {@code (phase, tap, float around the output)}, then the bias of each phase. */
    private final long weights;
    private final long biases;
    private final Workers.Task task = this::task;

    /** Whether this serves a convolution. */
    static boolean serves(TemporalConvolution shape) {
        return shape.inChannels() == shape.outChannels() && shape.inChannels() <= MOST_CHANNELS;
    }

    /** Bytes it needs beside the tensors. */
    static long workspaceBytes(TemporalConvolution shape) {
        return phases(shape) * (shape.kernel() * around(shape) + 1L) * VECTOR_BYTES;
    }

    private static int around(TemporalConvolution shape) {
        return 2 * shape.inChannels() - 1;
    }

    /** Vectors until channels and lanes meet again. */
    private static int phases(TemporalConvolution shape) {
        return LANES % shape.inChannels() == 0 ? 1 : shape.inChannels();
    }

    NarrowTemporalConvolution(TemporalConvolution shape, Tensors tensors) {
        this.shape = shape;
        this.channels = shape.inChannels();
        this.around = around(shape);
        this.phases = phases(shape);
        this.row = Math.multiplyExact(shape.batch(), channels);
        this.rowTasks = Math.ceilDiv(row, taskFloats());
        this.input = tensors.get("input").address();
        this.weight = tensors.get("weight").address();
        this.bias = tensors.get("bias").address();
        this.output = tensors.output().address();
        this.weights = workspace.allocate(workspaceBytes(shape));
        this.biases = weightsAt(phases, 0);
        for (int i = 0; i < period(); i++) {
            spread(i);
        }
    }

    private int period() {
        return phases * LANES;
    }

    private int taskFloats() {
        return TASK_VECTORS / phases * period();
    }

    /** Writes the weights and the bias of one lane of one phase. */
    private void spread(int i) {
        int out = i % channels;
        long lane = 4L * (i % LANES);
        int phase = i / LANES;
        for (int tap = 0; tap < shape.kernel(); tap++) {
            for (int s = 0; s < around; s++) {
                int in = out + s - (channels - 1);
                MEMORY.set(FLOAT, weightsAt(phase, tap) + (long) s * VECTOR_BYTES + lane,
                        in >= 0 && in < channels ? weightAt(out, tap, in) : 0);
            }
        }
        MEMORY.set(FLOAT, biasAt(phase) + lane, MEMORY.get(FLOAT, bias + 4L * out));
    }

    private float weightAt(int out, int tap, int in) {
        return MEMORY.get(FLOAT, weight + 4L * ((out * shape.kernel() + tap) * channels + in));
    }

    @Override
    public void run() {
        Workers.shared().run(rowTasks * shape.outFrames(), task);
    }

    private void task(int number, int worker) {
        int frame = number / rowTasks;
        int from = number % rowTasks * taskFloats();
        int to = Math.min(row, from + taskFloats());
        int start = frame * shape.stride() - shape.pad();
        int firstTap = Math.clamp(-start, 0, shape.kernel());
        int endTap = Math.clamp(shape.frames() - start, firstTap, shape.kernel());
        // where vectors begin and end: a whole number of periods, nothing read before or behind the frame
        int head = from == 0 ? Math.min(to, period()) : from;
        int tail = Math.max(head, head + Math.max(0, Math.min(to, row - channels + 1) - head) / LANES * LANES);
        floats(frame, start, firstTap, endTap, from, head);
        vectors(frame, start, firstTap, endTap, head, tail);
        floats(frame, start, firstTap, endTap, tail, to);
    }

    private void vectors(int frame, int start, int firstTap, int endTap, int from, int to) {
        long x = input + 4L * ((long) (start + firstTap) * row - (channels - 1));
        long y = output + 4L * frame * row;
        int taps = endTap - firstTap;
        int i = from;
        for (; i <= to - PERIODS * period(); i += PERIODS * period()) {
            for (int phase = 0; phase < phases; phase++) {
                periods(taps, weightsAt(phase, firstTap), biasAt(phase), x + 4L * (i + phase * LANES), y + 4L * (i + phase * LANES));
            }
        }
        for (int phase = 0; i < to; i += LANES) {
            vector(taps, weightsAt(phase, firstTap), biasAt(phase), x + 4L * i, y + 4L * i);
            phase = phase + 1 == phases ? 0 : phase + 1;
        }
    }

    private long weightsAt(int phase, int tap) {
        return weights + (long) (phase * shape.kernel() + tap) * around * VECTOR_BYTES;
    }

    private long biasAt(int phase) {
        return biases + (long) phase * VECTOR_BYTES;
    }

    /** The vectors of one phase in {@link #PERIODS} periods: as many sums that do not wait for one another. */
    private void periods(int taps, long w, long biases, long x, long y) {
        long period = 4L * period();
        FloatVector s0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, biases, ORDER);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int tap = 0; tap < taps; tap++) {
            for (int s = 0; s < around; s++) {
                FloatVector v = FloatVector.fromMemorySegment(SPECIES, MEMORY, w + (long) s * VECTOR_BYTES, ORDER);
                long at = x + 4L * s;
                s0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, at, ORDER).fma(v, s0);
                s1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, at + period, ORDER).fma(v, s1);
                s2 = FloatVector.fromMemorySegment(SPECIES, MEMORY, at + 2 * period, ORDER).fma(v, s2);
                s3 = FloatVector.fromMemorySegment(SPECIES, MEMORY, at + 3 * period, ORDER).fma(v, s3);
            }
            w += (long) around * VECTOR_BYTES;
            x += 4L * row;
        }
        s0.intoMemorySegment(MEMORY, y, ORDER);
        s1.intoMemorySegment(MEMORY, y + period, ORDER);
        s2.intoMemorySegment(MEMORY, y + 2 * period, ORDER);
        s3.intoMemorySegment(MEMORY, y + 3 * period, ORDER);
    }

    private void vector(int taps, long w, long biases, long x, long y) {
        FloatVector sum = Simd.load(biases);
        for (int tap = 0; tap < taps; tap++) {
            for (int s = 0; s < around; s++) {
                sum = Simd.fma(Simd.load(x + 4L * s), Simd.load(w + (long) s * VECTOR_BYTES), sum);
            }
            w += (long) around * VECTOR_BYTES;
            x += 4L * row;
        }
        Simd.store(sum, y);
    }

    private void floats(int frame, int start, int firstTap, int endTap, int from, int to) {
        for (int i = from; i < to; i++) {
            int out = i % channels;
            float sum = MEMORY.get(FLOAT, bias + 4L * out);
            for (int tap = firstTap; tap < endTap; tap++) {
                long x = input + 4L * ((long) (start + tap) * row + i - out);
                for (int in = 0; in < channels; in++) {
                    sum += MEMORY.get(FLOAT, x + 4L * in) * weightAt(out, tap, in);
                }
            }
            MEMORY.set(FLOAT, output + 4L * ((long) frame * row + i), sum);
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
}
