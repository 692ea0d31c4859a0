package genops.kernels.vector;

/**
 * The rows of a matrix.
 *
 * @param address of the first element
 * @param rows number of rows
 * @param columns elements of a row; rows follow one another
 */
record MatrixRows(long address, int rows, int columns) implements RowSource {

    @Override
    public void pack(int first, int count, int from, int depth, float[] to) {
        long end = address + 4L * rows * columns;
        for (int r = 0; r < count; r++) {
            Packing.row(address + 4L * ((long) (first + r) * columns + from), end, depth, to, r * MicroKernel.PITCH);
        }
    }
}
