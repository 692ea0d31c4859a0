package genops.kernels.cuda;

import java.util.Optional;

/** Work cut into 128-bit accesses of eight fp16 values, one for each thread. */
final class Chunks {
    /** fp16 values of a chunk. */
    static final int VALUES = 8;

    /** Threads of a block. */
    static final int THREADS = 256;

    private Chunks() {}

    /** Chunks that hold this many values; the last may be padded. */
    static long of(long elements) {
        return (elements + VALUES - 1) / VALUES;
    }

    /** Blocks for this many threads. */
    static long blocks(long threads) {
        return (threads + THREADS - 1) / THREADS;
    }

    /** Values a thread moves: a chunk where every row begins at one, else a single value. */
    static int values(int... channels) {
        for (int c : channels) {
            if (c % VALUES != 0) {
                return 1;
            }
        }
        return VALUES;
    }

    /** The form of a layout kernel for that many values a thread. */
    static String kernel(String name, int values) {
        return name + (values == VALUES ? "_chunks" : "_values");
    }

    /** Why kernels that only work on whole chunks of a row refuse it. */
    static Optional<String> refuse(int channels) {
        return channels % VALUES == 0 ? Optional.empty() : Optional.of("channels must be a multiple of 8 for 128-bit accesses");
    }
}
