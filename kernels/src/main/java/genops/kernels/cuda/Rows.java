package genops.kernels.cuda;

import java.util.Optional;

/** Launches of kernels that give a block to each row and hold the row in shared memory. */
final class Rows {
    /** Shared memory of a block on compute capability 8.6 and 8.9, the least of those supported. */
    private static final int MAX_SHARED_BYTES = 99 * 1024;
    private static final int SCRATCH_BYTES = 32 * Float.BYTES;

    private Rows() {}

    static Optional<String> refuse(int channels) {
        if (SCRATCH_BYTES + 2L * channels > MAX_SHARED_BYTES) {
            return Optional.of("a row of " + channels + " channels does not fit the shared memory of a block");
        }
        return Chunks.refuse(channels);
    }

    /** As many threads as the row has chunks, at most a block of 256. */
    static Launch.Builder launch(String kernel, int channels) {
        int threads = Math.min(Chunks.THREADS, CudaKernel.roundUp(channels / Chunks.VALUES, 32));
        return Launch.of("normalisation", kernel, threads, SCRATCH_BYTES + 2 * channels);
    }
}
