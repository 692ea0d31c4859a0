package genops.kernels.parallel;

import genops.kernels.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/**
 * Writes random values over the output of a call before other calls, to which it means something else, read it as their input.
 *
 * <p>Without it the values of a network whose calls only have the shapes, not the meaning, of a model's would grow from call to call until
 * they are infinite, or sink until they are subnormal, and either would distort times. With it each call reads values uniform in
 * [−1, 1), as a kernel does that is timed by itself. The threads of the kernels' pool write a contiguous part each: the very
 * bytes that the call has just written, from a block that stays in the first-level cache, so that the caches are left as the call left
 * them. It is no part of a model's step and not to be timed.
 */
public final class Refresh {
    /** About 16 KiB; a prime number of cache lines, so that it is out of step with the rows of a tensor. */
    private static final int BLOCK_LINES = 251;
    private static final int BLOCK_BYTES = BLOCK_LINES * (int) Tensors.ALIGNMENT;
    private static final long SEED = 20231214;

    private final Workers workers = Workers.shared();
    private final MemorySegment block = Arena.ofAuto().allocate(BLOCK_BYTES, Tensors.ALIGNMENT);
    private final Workers.Task part = this::part;
    private MemorySegment output;

    public Refresh() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < BLOCK_BYTES / Float.BYTES; i++) {
            block.setAtIndex(ValueLayout.JAVA_FLOAT, i, random.nextInt() * 0x1p-31f);
        }
    }

    /** Writes values uniform in [−1, 1) over an fp32 tensor; allocates nothing. */
    public void over(MemorySegment tensor) {
        output = tensor;
        workers.run(workers.count(), part);
    }

    private void part(int number, int worker) {
        long blocks = Math.ceilDiv(output.byteSize(), (long) BLOCK_BYTES);
        long end = blocks * (number + 1) / workers.count();
        for (long i = blocks * number / workers.count(); i < end; i++) {
            long offset = i * BLOCK_BYTES;
            MemorySegment.copy(block, 0, output, offset, Math.min(BLOCK_BYTES, output.byteSize() - offset));
        }
    }
}
