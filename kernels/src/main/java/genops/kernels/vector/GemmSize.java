package genops.kernels.vector;

/**
 * The numbers of a matrix multiplication {@code C = A Bᵀ}.
 *
 * @param rows rows of A and C
 * @param depth length of the sums
 * @param columns columns of C, rows of B
 */
record GemmSize(int rows, int depth, int columns) {}
