package genops.kernels.vector.norm;

import static genops.kernels.vector.Simd.FLOAT;
import static genops.kernels.vector.Simd.MEMORY;

import genops.kernels.BoundKernel;
import genops.kernels.Tensors;
import genops.kernels.Workspace;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.GroupNorm;

/** {@link GroupNormKernel} bound to the tensors of one shape, with its scratch memory. */
final class GroupNormRun implements BoundKernel {
    /** Rows whose mean the sums of a block are taken about. */
    private static final int CENTRE_ROWS = 8;
    /** Bytes of a block. The larger, the less its bookkeeping by groups weighs; the smaller, the more threads share a sample. */
    private static final long LARGEST_BLOCK = 512 << 10;
    private static final long SMALLEST_BLOCK = 64 << 10;
    private static final int BLOCKS_PER_THREAD = 4;
    /** Bytes of the samples between whose two phases nothing else is touched: a part of a usual last-level cache. */
    private static final long WAVE_BYTES = 8 << 20;
    /** Bytes up to which a second thread would come too late. */
    private static final long ONE_TASK_BYTES = 64 << 10;

    /** How a shape is cut: samples into blocks of rows, the batch into waves of samples. */
    static final class Blocking {
        final int rowsPerBlock;
        final int blocks;
        final int samplesPerWave;
        final int paddedChannels;
        private final GroupNorm shape;

        Blocking(GroupNorm shape) {
            this.shape = shape;
            long rowBytes = 4L * shape.channels();
            long sampleBytes = rowBytes * shape.positions();
            samplesPerWave = Math.clamp(WAVE_BYTES / sampleBytes, 1, shape.batch());
            long even = samplesPerWave * sampleBytes / ((long) BLOCKS_PER_THREAD * Workers.shared().count());
            rowsPerBlock = Math.clamp(Math.clamp(even, SMALLEST_BLOCK, LARGEST_BLOCK) / rowBytes, 1, shape.positions());
            blocks = (shape.positions() + rowsPerBlock - 1) / rowsPerBlock;
            // every scratch vector starts on a cache line of its own
            paddedChannels = (shape.channels() + 15) / 16 * 16;
        }

        private long floatBytes() {
            int threads = Workers.shared().count();
            return 4L * paddedChannels * (3L * threads + 2L * samplesPerWave);
        }

        long scratchBytes() {
            return floatBytes() + 16L * samplesPerWave * blocks * shape.groups();
        }
    }

    private final GroupNorm shape;
    private final Blocking blocking;
    private final boolean oneTask;
    private final Workspace workspace = new Workspace();
    private final long input;
    private final long weight;
    private final long bias;
    private final long output;
    /** Mean and sum of squared deviations: {@code (samplesPerWave, blocks, groups, 2)} doubles. */
    private final long moments;
    /** {@code (threads, 3, channels)}: sums, squares and centres of the block a thread is at. */
    private final long blockScratch;
    /** {@code (samplesPerWave, 2, channels)}: scale and shift. */
    private final long affine;
    private final int groupSize;
    private final Workers.Task statistics = this::statistics;
    private final Workers.Task normalise = this::normalise;
    private int firstSample;

    GroupNormRun(GroupNorm shape, Tensors tensors) {
        this.shape = shape;
        blocking = new Blocking(shape);
        oneTask = shape.bytes(Float.BYTES) <= ONE_TASK_BYTES;
        input = tensors.get("input").address();
        weight = tensors.get("weight").address();
        bias = tensors.get("bias").address();
        output = tensors.output().address();
        groupSize = shape.channels() / shape.groups();
        blockScratch = workspace.allocate(blocking.scratchBytes());
        affine = blockScratch + 12L * blocking.paddedChannels * Workers.shared().count();
        moments = blockScratch + blocking.floatBytes();
    }

    @Override
    public void run() {
        for (firstSample = 0; firstSample < shape.batch(); firstSample += blocking.samplesPerWave) {
            int samples = Math.min(blocking.samplesPerWave, shape.batch() - firstSample);
            split(samples * blocking.blocks, statistics);
            for (int s = 0; s < samples; s++) {
                finish(s);
            }
            split(samples * blocking.blocks, normalise);
        }
    }

    private void split(int tasks, Workers.Task task) {
        if (oneTask) {
            for (int i = 0; i < tasks; i++) {
                task.run(i, 0);
            }
        } else {
            Workers.shared().run(tasks, task);
        }
    }

    private int rows(int block) {
        return Math.min(blocking.rowsPerBlock, shape.positions() - block * blocking.rowsPerBlock);
    }

    private long offset(int sample, int block) {
        return 4L * ((long) (firstSample + sample) * shape.positions() + (long) block * blocking.rowsPerBlock) * shape.channels();
    }

    /** Mean and squared deviations of every group over one block. */
    private void statistics(int task, int worker) {
        int sample = task / blocking.blocks;
        int block = task % blocking.blocks;
        int rows = rows(block);
        int channels = shape.channels();
        long address = input + offset(sample, block);
        long sums = blockScratch + 12L * blocking.paddedChannels * worker;
        long squares = sums + 4L * blocking.paddedChannels;
        long centres = squares + 4L * blocking.paddedChannels;
        for (long c = 0; c < 4L * channels; c += 4) {
            MEMORY.set(FLOAT, centres + c, 0f);
        }
        int first = Math.min(rows, CENTRE_ROWS);
        ChannelSums.about(centres, address, first, channels, sums, squares);
        GroupMoments.centres(sums, groupSize, shape.groups(), first, centres);
        ChannelSums.about(centres, address, rows, channels, sums, squares);
        GroupMoments.about(centres, sums, squares, groupSize, shape.groups(), rows, moments + 16L * task * shape.groups());
    }

    /** Combines a sample's blocks and turns its statistics into a scale and a shift for each channel. */
    private void finish(int sample) {
        long scales = affine + 8L * blocking.paddedChannels * sample;
        long of = moments + 16L * sample * blocking.blocks * shape.groups();
        int lastRows = rows(blocking.blocks - 1);
        GroupMoments.combine(of, shape.groups(), blocking.blocks, (double) blocking.rowsPerBlock * groupSize,
                (double) lastRows * groupSize);
        GroupMoments.affine(of, groupSize, shape.groups(), weight, bias, scales, scales + 4L * blocking.paddedChannels);
    }

    /** {@code y = x · scale + shift} over one block; the blocks the statistics read last come first. */
    private void normalise(int task, int worker) {
        int samples = Math.min(blocking.samplesPerWave, shape.batch() - firstSample);
        int last = samples * blocking.blocks - 1 - task;
        int sample = last / blocking.blocks;
        int block = last % blocking.blocks;
        int channels = shape.channels();
        long scales = affine + 8L * blocking.paddedChannels * sample;
        long shifts = scales + 4L * blocking.paddedChannels;
        int rows = rows(block);
        long at = offset(sample, block);
        for (int r = 0; r < rows; r++, at += 4L * channels) {
            if (shape.silu()) {
                AffineRow.silu(input + at, scales, shifts, output + at, channels);
            } else {
                AffineRow.plain(input + at, scales, shifts, output + at, channels);
            }
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
