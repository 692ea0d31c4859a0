package genops.kernels.vector;

/**
 * What of {@link FewRows} depends on how weights are stored. {@link Simd#LANES} features side by side are a column, which lies vector after
 * vector over the depth; a tile multiplies a few columns with a few input rows. Each column of a tile is a stream from memory: several keep
 * it busier than one, of which one fetches while another crosses into its next page.
 *
 * <p>Input and sums lie in arrays, the sums of a tile row by row, and are added to: an element of an array takes the compiler less than one
 * of a memory segment ({@link MicroKernel}). All addresses are absolute.
 */
interface WeightColumns {
    /** Columns of a tile. */
    int COLUMNS = 4;

    /** Input rows of a tile. */
    int rows();

    /** What the depth of a column is a multiple of. */
    int unit();

    /**
     * Bytes of a column.
     *
     * @param depth a multiple of {@link #unit}
     */
    long bytes(int depth);

    /**
     * Stores a column; what it lacks to all lanes and to a whole unit is zero.
     *
     * @param features at most {@link Simd#LANES}
     * @param from its first fp32 weight, features {@code 4 · depth} bytes apart
     * @param to {@link #bytes} of memory, 64-byte aligned
     */
    void pack(int depth, int features, long from, long to);

    /**
     * Adds to the sums of a tile.
     *
     * @param depth length of the sums, a multiple of {@link #unit}
     * @param x holds the input
     * @param from index of the first element of the tile's first row, rows {@code stride} floats apart
     * @param last last row that exists, at most {@code rows() - 1}: those beyond are that one again
     * @param w0 first column
     * @param sums {@link #rows} times {@link #COLUMNS} vectors from {@code at} on
     */
    void tile(int depth, float[] x, int from, int stride, int last, long w0, long w1, long w2, long w3, float[] sums, int at);
}
