package genops.kernels.vector;

/**
 * The left operand A of a {@link BlockedGemm}, wherever its elements lie: rows of a matrix, or the pixels that the taps of a
 * convolution see. Only the rows in work are ever gathered.
 */
interface RowSource {

    /**
     * Writes a part of some rows as a tile of A ({@link Packing#row}).
     *
     * @param first first row
     * @param rows number of rows
     * @param from first element wanted of each row
     * @param depth number of elements, at most {@link MicroKernel#MAX_DEPTH}
     * @param to holds the tile, its rows {@link MicroKernel#PITCH} apart
     * @param at index of the tile's first element
     */
    void pack(int first, int rows, int from, int depth, float[] to, int at);
}
