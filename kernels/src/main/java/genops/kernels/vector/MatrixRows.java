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
    public void pack(int first, int count, int from, int depth, float[] to, int at) {
        long end = address + 4L * rows * columns;
        for (int r = 0; r < count; r++) {
            Packing.row(address(first + r, from), end, depth, to, at + r * MicroKernel.PITCH);
        }
    }

    /** Address of an element. */
    long address(int row, int column) {
        return address + row * stride() + 4L * column;
    }

    /** Bytes from a row to the next. */
    long stride() {
        return 4L * columns;
    }
}
