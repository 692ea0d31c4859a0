package genops.kernels.vector;

/**
 * Dot products of many weight rows with one or two input rows: the weight rows, which lie one behind the other, are read as a
 * few streams at once, each from its first to its last in one loop over all its rows. Each load instruction then walks
 * one stream with one stride, which is what the CPU's prefetcher follows; a loop for each row lost a fifth of the bandwidth, as each
 * starts and ends in instructions of its own.
 *
 * <p>All addresses are absolute, strides are in bytes. Stream s holds rows {@code s · rows … (s + 1) · rows − 1}; the result of row f
 * is added to the float at {@code output + 4f}.
 *
 * <p>What ends a row is written out in the loop: it runs so rarely that the compiler would not inline a call there, and would then keep
 * the sums in objects.
 */
interface WeightStreams {
    /** Bytes of a stored weight. */
    int weightBytes();

    /** What the depth is a multiple of. */
    int unit();

    /** Streams read at once with one or two input rows. */
    int count(int inputs);

    /** Stores {@code depth} fp32 weights. */
    void pack(int depth, long from, long to);

    /**
     * One input row.
     *
     * @param rows weight rows of a stream
     */
    void inputs1(int rows, int depth, long weight, long input, long output);

    /**
     * Two input rows.
     *
     * @param inputStride from the first input row to the second
     * @param outputStride from the first's results to the second's
     */
    void inputs2(int rows, int depth, long weight, long input, long inputStride, long output, long outputStride);

    /** One weight row and one input row, where not as many rows as streams are left. */
    void row(int depth, long weight, long input, long output);
}
