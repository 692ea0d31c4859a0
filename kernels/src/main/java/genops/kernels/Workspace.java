package genops.kernels;

import java.lang.foreign.Arena;

/**
 * The memory of a bound kernel beside the tensors: packed weights, scratch, a score matrix. It counts what it hands out, so that a test
 * holds what a kernel says ({@link Kernel#workspaceBytes}) against what it takes ({@link BoundKernel#workspaceBytes}).
 */
public final class Workspace implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private long bytes;

    /** Address of so many bytes of memory off the heap, zeroed and aligned as {@link Tensors} are, until this is closed. */
    public long allocate(long size) {
        bytes += size;
        return OffHeap.allocate(arena, size).address();
    }

    /** An array of so many floats. */
    public float[] floats(int length) {
        bytes += (long) length * Float.BYTES;
        return new float[length];
    }

    /** An array of so many floats for each worker. */
    public float[][] floats(int workers, int length) {
        bytes += (long) workers * length * Float.BYTES;
        return new float[workers][length];
    }

    /** Bytes handed out so far. */
    public long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        arena.close();
    }
}
